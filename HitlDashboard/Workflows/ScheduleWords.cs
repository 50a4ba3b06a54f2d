using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Workflows;

namespace HitlDashboard.Workflows;

/// <summary>A schedule's rules, in words.</summary>
public static class ScheduleWords
{
    public static string Of(ScheduleDetail schedule) =>
        $"{Of(schedule.CatchUp)}; {Of(schedule.Overlap)}{(schedule.Queued > 0 ? $"; {schedule.Queued} wait now" : "")}";

    private static string Of(CatchUpRule rule) => rule switch
    {
        CatchUpRule.One => "after downtime one run",
        CatchUpRule.All => "after downtime every run",
        CatchUpRule.None => "after downtime no run",
    };

    private static string Of(OverlapRule rule) => rule switch
    {
        OverlapRule.Skip => "left out while one runs",
        OverlapRule.Queue => "waits while one runs",
        OverlapRule.Allow => "may overlap",
    };
}
