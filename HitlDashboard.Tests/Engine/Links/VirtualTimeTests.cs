using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary>Forty schedules through both changes of the clock, with jumps forward and back and restarts in between: each instant is acted on once, as its rule says.</summary>
public sealed class VirtualTimeTests(ITestOutputHelper output)
{
    private static readonly string[] Crons =
    [
        "0 30 2 * * ?", "0 0 3 * * ?", "0 0/45 * ? * SUN", "0 0 8 ? * MON-FRI", "0 15 1,2,3 ? * SUN", "0 0 * ? * SUN", "0 0 0 L * ?", "0 59 23 * * ?", "0 30 1 * * ?", "0 0 2 ? * SUN",
    ];

    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "UTC"];

    private readonly Dictionary<string, List<DateTimeOffset>> _expected = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(2026, 3, 26)]
    [InlineData(2026, 10, 22)]
    public async Task Schedules_WhateverTheClockDoes_ActOnEachInstantOnce(int year, int month, int day)
    {
        var seed = Chance.Seed;
        output.WriteLine($"Repeat with: HITL_SEED={seed}");
        var (random, start) = (new Random(seed), new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero));
        var clock = new FixedClock(start);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        var schedules = await SaveAsync(engine, start);
        for (var (seen, end) = (start, start.AddDays(7)); clock.Now < end;)
        {
            clock.Now = Step(random, clock.Now);
            if (random.Next(12) == 0)
            {
                await engine.RestartAsync();
            }

            await ActAsync(engine);
            Expect(schedules, seen, clock.Now);
            seen = clock.Now > seen ? clock.Now : seen;
        }

        await CompareAsync(engine, schedules);
        engine.IsSound();
    }

    private static DateTimeOffset Step(Random random, DateTimeOffset now) => random.Next(10) switch
    {
        0 => now.AddHours(-random.Next(1, 5)),
        1 => now.AddHours(random.Next(6, 20)),
        < 6 => now.AddMinutes(15 - (now.Minute % 15)).AddSeconds(10 - now.Second),
        _ => now.AddMinutes(random.Next(5, 240)),
    };

    private static async Task<List<Known>> SaveAsync(EngineHarness engine, DateTimeOffset start)
    {
        var schedules = Crons.SelectMany((cron, place) => Zones.Select((zone, number) => new Known(
            $"s{place}-{number}", cron, zone, (CatchUpRule)((place + number) % 3), WallClock.Between(cron, CronSchedule.FindZone(zone)!, start, start.AddDays(9))))).ToList();
        foreach (var (name, cron, zone, rule, _) in schedules)
        {
            await engine.SaveAsync(
                $"{{ name: {name}, steps: [ {{ id: a, uses: set, if: always_false }} ], schedule: [ {{ cron: '{cron}', timeZone: {zone}, catchUp: {rule.ToString().ToLowerInvariant()}, overlap: allow }} ] }}");
        }

        return schedules;
    }

    /// <summary>What the timers do, at once. The engine's own may come first; then there is nothing left to do.</summary>
    private static async Task ActAsync(EngineHarness engine)
    {
        await using var context = await engine.Get<IDbContextFactory<EngineDbContext>>().CreateDbContextAsync();
        foreach (var schedule in await context.Schedules.ToListAsync())
        {
            await engine.Get<ScheduleTimer>().FireAsync(schedule.Workflow, schedule.Name, CancellationToken.None);
        }
    }

    /// <summary>What has to happen at this look, by the rules in the format's document.</summary>
    private void Expect(List<Known> schedules, DateTimeOffset seen, DateTimeOffset now)
    {
        foreach (var (workflow, _, _, rule, instants) in schedules)
        {
            var passed = instants.Where(instant => instant > seen && instant <= now).ToList();
            IEnumerable<DateTimeOffset> acted = rule switch
            {
                CatchUpRule.All => passed,
                CatchUpRule.One => passed.TakeLast(1),
                CatchUpRule.None => passed.TakeLast(1).Where(instant => now - instant <= TimeSpan.FromMinutes(1)),
            };
            (_expected.TryGetValue(workflow, out var list) ? list : _expected[workflow] = []).AddRange(acted);
        }
    }

    private async Task CompareAsync(EngineHarness engine, List<Known> schedules)
    {
        await using var context = await engine.Get<IDbContextFactory<EngineDbContext>>().CreateDbContextAsync();
        var entries = await context.History.Where(entry => entry.Kind == "schedule" && entry.Trigger == "Fire").OrderBy(entry => entry.Seq).ToListAsync();
        var fired = entries.Select(entry => EngineJson.Parse(entry.Data!)).ToLookup(data => data.GetProperty("workflow").GetString(), data => data.GetProperty("at").GetDateTimeOffset());
        foreach (var (workflow, cron, zone, rule, _) in schedules)
        {
            Assert.True(
                _expected[workflow].SequenceEqual(fired[workflow]),
                $"{cron} in {zone}, catch up {rule}: expected {string.Join(' ', _expected[workflow])}, found {string.Join(' ', fired[workflow])}");
        }

        Assert.True(_expected.Values.Sum(list => list.Count) > 100, "Too little happened for this to prove anything.");
        Assert.Equal(entries.Count, await context.Runs.CountAsync());
        output.WriteLine($"{entries.Count} runs of {schedules.Count} schedules");
    }

    private sealed record Known(string Workflow, string Cron, string Zone, CatchUpRule Rule, IReadOnlyList<DateTimeOffset> Instants);
}
