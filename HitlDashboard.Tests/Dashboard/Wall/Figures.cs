using HitlDashboard.Engine.Analytics;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.Wall;

internal static class Figures
{
    public static WallFigures Quiet { get; } = new()
    {
        At = FixedClock.Noon,
        Waiting = 0,
        Overdue = 0,
        Staged = 0,
        RunningTasks = 0,
        OpenRuns = 0,
        FailedLastHour = 0,
        CompletedLastHour = 0,
        DecisionsLastHour = 0,
        Throughput = new int[12],
        Queues = [],
        Urgent = [],
    };

    public static UrgentReview Urgent(int number) =>
        new($"Review {number}", "release-notes", "editors", "Medium", FixedClock.Noon.AddMinutes(-number), null);
}
