using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Engine.Workflows;

/// <summary>Schedules as screens and the API show them.</summary>
internal static class ScheduleRecords
{
    private const int Shown = 5;

    public static ScheduleDetail Detail(ScheduleDefinition schedule, ScheduleRow? row) => new()
    {
        Cron = schedule.Cron.Text,
        TimeZone = schedule.Cron.Zone,
        CatchUp = schedule.CatchUp,
        Overlap = schedule.Overlap,
        Next = [.. Instants(schedule.Cron, row?.NextAt).Take(Shown)],
        LastAt = row?.LastAt,
        LastRunId = row?.LastRunId,
        Queued = row?.Queued is { } queued ? EngineJson.Read<List<DateTimeOffset>>(queued).Count : 0,
        Problem = row?.Problem,
    };

    private static IEnumerable<DateTimeOffset> Instants(CronSchedule cron, DateTimeOffset? first)
    {
        for (var at = first; at is { } instant; at = cron.After(instant))
        {
            yield return instant;
        }
    }
}
