using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

public sealed class CronScheduleTests
{
    public static TheoryData<string> Texts =>
    [
        "0 0 8 ? * MON-FRI", "0 30 2 * * ?", "0 0 2 * * ?", "0 0 3 * * ?", "0 15,45 1,2,3 * * ?", "0 0/15 * * * ?", "0 0 * * * ?", "0 0 0 * * ?",
        "0 59 23 * * ?", "0 0 0/6 * * ?", "0 30 1 ? * SUN", "0 30 2 ? * SUN", "0 0 12 29 3 ?", "0 0 4 1 * ?", "0 20 2 L * ?", "0 7/20 * ? * SUN",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void After_AcrossBothChangesOfTheClock_NeitherSkipsNorDoubles(string cron)
    {
        foreach (var name in new[] { "UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata" })
        {
            var zone = CronSchedule.FindZone(name)!;
            foreach (var day in new[] { new DateTime(2026, 3, 8), new DateTime(2026, 3, 29), new DateTime(2026, 4, 5), new DateTime(2026, 10, 4), new DateTime(2026, 10, 25), new DateTime(2026, 11, 1) })
            {
                var (from, to) = (new DateTimeOffset(day.AddDays(-2), TimeSpan.Zero), new DateTimeOffset(day.AddDays(3), TimeSpan.Zero));
                var expected = WallClock.Between(cron, zone, from, to);

                var found = Walk(CronSchedule.Parse(cron, zone), from, to);

                Assert.True(expected.SequenceEqual(found), $"{cron} in {name} around {day:yyyy-MM-dd}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void After_AskedFromAnyMinuteOfTheDay_IsTheSame(string cron)
    {
        var zone = CronSchedule.FindZone("Europe/Berlin")!;
        var schedule = CronSchedule.Parse(cron, zone);
        foreach (var day in new[] { new DateTime(2026, 3, 29), new DateTime(2026, 10, 25) })
        {
            var (from, to) = (new DateTimeOffset(day.AddDays(-1), TimeSpan.Zero), new DateTimeOffset(day.AddDays(3), TimeSpan.Zero));
            var expected = WallClock.Between(cron, zone, from, to);
            for (var asked = from; asked < from.AddDays(2); asked = asked.AddMinutes(1))
            {
                var next = schedule.After(asked);
                Assert.True(next > to || next == expected.First(instant => instant > asked), $"{cron} asked at {asked:u} says {next:u}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Before_IsTheSameWayBack(string cron)
    {
        var schedule = CronSchedule.Parse(cron, CronSchedule.FindZone("Europe/Berlin")!);
        foreach (var day in new[] { new DateTime(2026, 3, 29), new DateTime(2026, 10, 25) })
        {
            var (from, to) = (new DateTimeOffset(day.AddDays(-2), TimeSpan.Zero), new DateTimeOffset(day.AddDays(3), TimeSpan.Zero));
            var back = new List<DateTimeOffset>();
            for (var at = schedule.Before(to.AddTicks(1)); at > from; at = schedule.Before(at.Value))
            {
                back.Insert(0, at.Value);
            }

            Assert.Equal(Walk(schedule, from, to), back);
        }
    }

    [Fact]
    public void Due_OneAllNone_SayWhatHappensToInstantsThatPassed()
    {
        var first = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
        var now = first.AddDays(3).AddMinutes(30);
        var newest = first.AddDays(3);

        Due(CatchUpRule.One, first, now, [newest], true);
        Due(CatchUpRule.All, first, now, [first, first.AddDays(1), first.AddDays(2), newest], false);
        Due(CatchUpRule.None, first, now, [], true);
        Due(CatchUpRule.None, first, newest.AddSeconds(20), [newest], true);
        Due(CatchUpRule.None, first, first, [first], false);
        Due(CatchUpRule.All, first, first.AddTicks(-1), [], false);
    }

    [Fact]
    public void Due_AfterYearsOfDowntime_IsCapped_AndGoesOnFromNow()
    {
        var schedule = new ScheduleDefinition { Cron = CronSchedule.Parse("* * * * * ?", TimeZoneInfo.Utc), Name = "each second", CatchUp = CatchUpRule.All };
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

        var due = DueOccurrences.At(schedule, now.AddYears(-5), now);

        Assert.Equal(Enumerable.Range(1 - PlanLimits.ScheduledRuns, PlanLimits.ScheduledRuns).Select(second => now.AddSeconds(second)), due.Fire);
        Assert.Equal((true, now.AddSeconds(1)), (due.HasMissed, due.Next));
    }

    [Theory]
    [InlineData(CatchUpRule.None, 2, 3, false)]
    [InlineData(CatchUpRule.One, 2, 3, false)]
    [InlineData(CatchUpRule.All, 2, 3, false)]
    [InlineData(CatchUpRule.None, 75, 61, true)]
    [InlineData(CatchUpRule.One, 75, 61, true)]
    [InlineData(CatchUpRule.All, 75, 76, false)]
    public void Due_SeveralYoungInstants_AreNotMissed(CatchUpRule rule, int seconds, int runs, bool hasMissed)
    {
        var schedule = new ScheduleDefinition { Cron = CronSchedule.Parse("* * * * * ?", TimeZoneInfo.Utc), Name = "each second", CatchUp = rule };
        var now = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

        var due = DueOccurrences.At(schedule, now.AddSeconds(-seconds), now);

        Assert.Equal((runs, now, hasMissed), (due.Fire.Count, due.Fire[^1], due.HasMissed));
    }

    private static void Due(CatchUpRule rule, DateTimeOffset first, DateTimeOffset now, DateTimeOffset[] fire, bool hasMissed)
    {
        var schedule = new ScheduleDefinition { Cron = CronSchedule.Parse("0 0 8 * * ?", TimeZoneInfo.Utc), Name = "daily", CatchUp = rule };
        var due = DueOccurrences.At(schedule, first, now);
        Assert.Equal(now < first ? first : schedule.Cron.After(now), due.Next);
        Assert.Equal(fire, due.Fire);
        Assert.Equal(hasMissed, due.HasMissed);
    }

    private static List<DateTimeOffset> Walk(CronSchedule schedule, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new List<DateTimeOffset>();
        for (var at = schedule.After(from); at <= to; at = schedule.After(at.Value))
        {
            found.Add(at.Value);
        }

        return found;
    }
}
