using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Workflows;

/// <summary>One row of the list of workflows.</summary>
public sealed record WorkflowSummary
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The current version's hash, or null where no valid file was ever read.</summary>
    public string? Version { get; init; }

    /// <summary>Errors of the newest file where it is broken; the version is then the last good one.</summary>
    public required IReadOnlyList<DefinitionError> Errors { get; init; }

    /// <summary>Runs that are not final.</summary>
    public required int OpenRuns { get; init; }

    /// <summary>When its file last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>Everything about one workflow.</summary>
public sealed record WorkflowDetail
{
    /// <summary>What the list's row shows.</summary>
    public required WorkflowSummary Summary { get; init; }

    /// <summary>The current version, or null where no valid file was ever read.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>The text of the newest file where it is broken, or null.</summary>
    public string? BrokenSource { get; init; }

    /// <summary>When runs of the current version start by themselves, in the order of the file.</summary>
    public IReadOnlyList<ScheduleDetail> Schedules { get; init; } = [];

    /// <summary>Every version, newest first.</summary>
    public required IReadOnlyList<WorkflowVersion> Versions { get; init; }
}

/// <summary>One version.</summary>
public sealed record WorkflowVersion(string Hash, DateTimeOffset CreatedAt, string CreatedBy, int OpenRuns);

/// <summary>One schedule of a workflow.</summary>
public sealed record ScheduleDetail
{
    /// <summary>The cron text.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA name of its time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What happens to instants that passed while the server was down.</summary>
    public required CatchUpRule CatchUp { get; init; }

    /// <summary>What happens while the run before is not final.</summary>
    public required OverlapRule Overlap { get; init; }

    /// <summary>The next instants, at most five; empty where there are none any more.</summary>
    public required IReadOnlyList<DateTimeOffset> Next { get; init; }

    /// <summary>The instant that was last acted on, or null.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The run that it last started, or null.</summary>
    public RunId? LastRunId { get; init; }

    /// <summary>Instants whose runs wait until an earlier one is final.</summary>
    public required int Queued { get; init; }

    /// <summary>Why the last instant got no run, or null.</summary>
    public string? Problem { get; init; }
}
