using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>One row of the list of runs.</summary>
public sealed record RunSummary
{
    /// <summary>The run.</summary>
    public required RunId Id { get; init; }

    /// <summary>A short name for people: counts up from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The definition's hash.</summary>
    public required string Version { get; init; }

    /// <summary>What the starter called it, or the workflow's title.</summary>
    public required string Title { get; init; }

    /// <summary>Its state.</summary>
    public required RunState State { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How far it is.</summary>
    public required RunProgress Progress { get; init; }

    /// <summary>Capacity while it waits for a place in its workflow's concurrency group, or null.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>Reviews of it that wait for a person.</summary>
    public required int Waiting { get; init; }
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Final tasks.</param>
/// <param name="Total">Tasks made so far plus steps that have none yet; grows when a <c>foreach</c> unfolds.</param>
/// <param name="Milestones">Texts of the milestones reached, in order.</param>
public sealed record RunProgress(int Done, int Total, IReadOnlyList<string> Milestones);

/// <summary>Which runs a list shows. Null members do not filter.</summary>
public sealed record RunFilter
{
    /// <summary>One state.</summary>
    public RunState? State { get; init; }

    /// <summary>One workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>Who started it.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Only those started since.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Part of the title, any case.</summary>
    public string? Search { get; init; }

    /// <summary>1 to 200, default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the last page ended; null for the first, which has the newest runs.</summary>
    public string? Cursor { get; init; }
}
