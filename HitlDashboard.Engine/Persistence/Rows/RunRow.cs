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

    /// <summary>The run that started it, as a step or as what follows, or null.</summary>
    public RunId? ParentRunId { get; init; }

    /// <summary>The task that started it, or null.</summary>
    public TaskId? ParentTaskId { get; init; }

    /// <summary>The first of the runs that brought it about, or null where it is the first.</summary>
    public RunId? RootRunId { get; init; }

    /// <summary>How many runs it is nested in.</summary>
    public int Depth { get; init; }

    /// <summary>How many runs came before it by <c>next</c>.</summary>
    public int Hops { get; init; }

    /// <summary>The name of the schedule that started it, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>When it begins; null once it has.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The person whom the key that started it belongs to; null where the starter is the person.</summary>
    public string? Starter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}
