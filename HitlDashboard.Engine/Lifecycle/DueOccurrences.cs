using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Which of a schedule's instants are to be acted on now.</summary>
/// <param name="Fire">Instants that get a run, oldest first.</param>
/// <param name="HasMissed">Whether others passed that get none.</param>
/// <param name="Next">The first instant after now, or null where there is none any more.</param>
public sealed record DueOccurrences(IReadOnlyList<DateTimeOffset> Fire, bool HasMissed, DateTimeOffset? Next)
{
    /// <summary>An instant that is this young was not missed: somebody looked in time.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Applies the catch-up rule. Pure.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="first">Its oldest instant that was not acted on.</param>
    /// <param name="now">The present.</param>
    public static DueOccurrences At(ScheduleDefinition schedule, DateTimeOffset first, DateTimeOffset now)
    {
        if (first > now)
        {
            return new DueOccurrences([], false, first);
        }

        var newest = Newest(schedule.Cron, first, now, PlanLimits.ScheduledRuns + 1);

        // The rules of the zone have changed since it was worked out: it was announced, so it counts.
        newest = newest.Count == 0 ? [first] : newest;
        var fire = newest.TakeLast(PlanLimits.ScheduledRuns)
            .Where(instant => now - instant <= Grace || schedule.CatchUp == CatchUpRule.All || (schedule.CatchUp == CatchUpRule.One && instant == newest[^1])).ToList();
        return new DueOccurrences(fire, newest.Count > fire.Count, schedule.Cron.After(now));
    }

    /// <summary>From the present backwards, so that years of downtime cost no more than a minute of it.</summary>
    private static List<DateTimeOffset> Newest(CronSchedule cron, DateTimeOffset first, DateTimeOffset now, int count)
    {
        var found = new List<DateTimeOffset>();
        for (var at = cron.Before(now.AddTicks(1)); at >= first && found.Count < count; at = cron.Before(at.Value))
        {
            found.Add(at.Value);
        }

        found.Reverse();
        return found;
    }
}
