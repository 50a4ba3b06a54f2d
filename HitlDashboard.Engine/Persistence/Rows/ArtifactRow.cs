using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class ArtifactRow
{
    public required ArtifactId Id { get; init; }

    public required RunId RunId { get; init; }

    public required TaskId TaskId { get; init; }

    public required string Name { get; init; }

    public required string MediaType { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class OutboxRow
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required string Subject { get; init; }

    public required string Data { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Names of the channels that tell it, separated by spaces; null means all.</summary>
    public string? Channels { get; init; }

    /// <summary>When the next delivery is due; null where it was given up.</summary>
    public DateTimeOffset? NextAt { get; init; }
}

internal sealed class IdempotencyRow
{
    /// <summary>The actor's kind and name, a line feed and the key that the caller chose.</summary>
    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}
