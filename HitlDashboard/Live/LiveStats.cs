using HitlDashboard.Engine.Analytics;

namespace HitlDashboard.Live;

/// <summary>Counts for a wall, without anything that is secret.</summary>
internal sealed record LiveStats(
    long Seq, int OpenReviews, int OverdueReviews, int StagedDecisions, int OpenRuns, int RunningTasks, int CompletedLastHour, int FailedLastHour, int DecisionsLastHour)
{
    public static LiveStats Of(WallFigures figures, long seq) => new(
        seq, figures.Waiting, figures.Overdue, figures.Staged, figures.OpenRuns, figures.RunningTasks,
        figures.CompletedLastHour, figures.FailedLastHour, figures.DecisionsLastHour);
}
