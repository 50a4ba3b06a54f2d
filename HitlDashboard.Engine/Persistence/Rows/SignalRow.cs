using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class SignalRow
{
    /// <summary>Counts up: the order of arrival.</summary>
    public required long Id { get; init; }

    public required RunId RunId { get; init; }

    public required string Name { get; init; }

    public required string Payload { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The task that took it, or null while it is kept.</summary>
    public TaskId? TaskId { get; init; }
}

internal sealed class ScheduleRow
{
    public required string Workflow { get; init; }

    /// <summary>The cron text and the time zone.</summary>
    public required string Name { get; init; }

    /// <summary>The oldest instant that was not acted on; null where there is none any more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>The instant that was last acted on, or null.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The run that it last started, or null.</summary>
    public RunId? LastRunId { get; init; }

    /// <summary>Instants whose runs wait until an earlier one is final, as a JSON list; null for none.</summary>
    public string? Queued { get; init; }

    /// <summary>Why the last instant got no run, or null.</summary>
    public string? Problem { get; init; }
}
