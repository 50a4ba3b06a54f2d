namespace HitlDashboard.Engine.Analytics;

/// <summary>What the wall shows: one consistent reading.</summary>
public sealed record WallFigures
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Open reviews.</summary>
    public required int Waiting { get; init; }

    /// <summary>When the oldest open review opened, or null.</summary>
    public DateTimeOffset? OldestSince { get; init; }

    /// <summary>Open reviews past their due time.</summary>
    public required int Overdue { get; init; }

    /// <summary>Decisions that can still be undone.</summary>
    public required int Staged { get; init; }

    /// <summary>Running tasks.</summary>
    public required int RunningTasks { get; init; }

    /// <summary>Runs that are not final.</summary>
    public required int OpenRuns { get; init; }

    /// <summary>Runs that failed in the last hour.</summary>
    public required int FailedLastHour { get; init; }

    /// <summary>Runs that completed in the last hour.</summary>
    public required int CompletedLastHour { get; init; }

    /// <summary>Decisions in the last hour.</summary>
    public required int DecisionsLastHour { get; init; }

    /// <summary>Completed runs per five minutes over the last hour, oldest first: 12 numbers.</summary>
    public required IReadOnlyList<int> Throughput { get; init; }

    /// <summary>Open reviews by queue, most first.</summary>
    public required IReadOnlyList<QueueFigure> Queues { get; init; }

    /// <summary>The most urgent open reviews, at most eight.</summary>
    public required IReadOnlyList<UrgentReview> Urgent { get; init; }
}

/// <summary>One queue on the wall.</summary>
public sealed record QueueFigure(string Queue, int Waiting, DateTimeOffset OldestSince);

/// <summary>One review that needs someone now.</summary>
public sealed record UrgentReview(string Title, string Workflow, string Queue, string Risk, DateTimeOffset Since, DateTimeOffset? DueAt);
