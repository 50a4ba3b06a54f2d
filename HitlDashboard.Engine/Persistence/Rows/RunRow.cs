using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class RunRow
{
    public required RunId Id { get; init; }

    /// <summary>Counts up from 1: the order in which they were made, and a short name for people.</summary>
    public required long Number { get; init; }

    public required string Workflow { get; init; }

    public required string DefinitionHash { get; init; }

    public required string Title { get; init; }

    public required RunState State { get; init; }

    public required int Priority { get; init; }

    public required string Input { get; init; }

    public string? Output { get; init; }

    public string? Error { get; init; }

    /// <summary>The concurrency group whose place it takes, or null.</summary>
    public string? ConcurrencyGroup { get; init; }

    /// <summary>Capacity while it waits for a place in its group, or null.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>What happened before it last went back, as a <see cref="RunPast"/>, or null where it never did.</summary>
    public string? Past { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}
