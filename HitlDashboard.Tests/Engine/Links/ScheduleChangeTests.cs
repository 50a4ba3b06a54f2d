using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary>Schedules and later starts around what changes meanwhile: the rules of a zone, retries, pauses.</summary>
public sealed class ScheduleChangeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The sweep acts on what is older than itself; the clock stands still meanwhile.
    private static readonly DateTimeOffset Late = FixedClock.Noon.AddSeconds(10);

    private readonly FixedClock _clock = new(FixedClock.Noon);
    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(_clock));

    public async Task DisposeAsync()
    {
        _engine.IsSound();
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData(CatchUpRule.One, true)]
    [InlineData(CatchUpRule.None, false)]
    public void Instant_ThatTheRulesOfTheZoneNoLongerName_IsActedOnAllTheSame(CatchUpRule rule, bool fires)
    {
        var schedule = WorkflowYaml.Read(Daily("0 0 15 * * ?", $"catchUp: {rule.ToString().ToLowerInvariant()}"), "daily.yaml").Definition!.Schedule[0];
        var first = FixedClock.Noon.AddHours(1);

        var due = DueOccurrences.At(schedule, first, FixedClock.Noon.AddHours(2));

        Assert.Equal(fires ? [first] : [], due.Fire);
        Assert.Equal((!fires, FixedClock.Noon.AddHours(3)), (due.HasMissed, due.Next));
    }

    [Fact]
    public async Task Schedule_WhoseStoredInstantIsNoneAnyMore_GoesOn()
    {
        var half = FixedClock.Noon.AddMinutes(30);
        await _engine.SaveAsync(Daily("0 0 13 * * ?", "catchUp: one"));
        await _engine.RestartAsync(() =>
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(_engine.Folder, "hitl.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE Schedules SET NextAt = {half.UtcTicks}";
            command.ExecuteNonQuery();
        });

        _clock.Now = Late.AddMinutes(30);
        await RunsAsync(1);

        var schedule = await ScheduleAsync();
        Assert.Equal((half, FixedClock.Noon.AddHours(1)), (schedule.LastAt, schedule.Next[0]));
    }

    [Fact]
    public async Task OverlapQueue_AfterARetry_StillRunsOneAfterTheOther()
    {
        await _engine.SaveAsync(Daily("0 0 13 * * ?", "overlap: queue, catchUp: all"));
        _clock.Now = Late.AddDays(2).AddHours(1);
        var first = Assert.Single(await RunsAsync(1));
        await DecideAsync(first, Verdict.Reject);
        var failed = await _engine.UntilFinalAsync(first);
        var second = (await RunsAsync(2))[^1];
        Assert.Null((await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, _engine.Ana)).Refused);
        await DecideAsync(first, Verdict.Approve);
        await _engine.UntilFinalAsync(first);
        await RunsAsync(2);

        await DecideAsync(second, Verdict.Approve);

        await RunsAsync(3);
    }

    [Fact]
    public async Task RunForLater_ThatIsPaused_HoldsNobodyOfItsGroupUp()
    {
        await _engine.SaveAsync("name: one\nconcurrency: { group: solo, max: 1 }\nsteps:\n  - { id: ask, uses: human }\n");
        var holder = await _engine.RunAsync("one");
        var paused = (await _engine.Get<StartRun>().ExecuteAsync("one", EngineJson.Empty, _engine.Ana, startAt: FixedClock.Noon.AddHours(1))).Value;
        await _engine.Get<ChangeRun>().PauseAsync(paused, _engine.Ana);
        _clock.Now = Late.AddHours(1);
        await _engine.UntilAsync(paused, run => run.StartsAt is null);
        var next = await _engine.RunAsync("one");

        await DecideAsync(holder, Verdict.Approve);
        await DecideAsync(next, Verdict.Approve);

        await _engine.Get<ChangeRun>().ResumeAsync(paused, _engine.Ana);
        await DecideAsync(paused, Verdict.Approve);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(paused)).Summary.State);
    }

    private static string Daily(string cron, string rules) => $"{{ name: daily, steps: [ {{ id: ask, uses: human }} ], schedule: [ {{ cron: {cron}, {rules} }} ] }}";

    private async Task DecideAsync(RunId run, Verdict verdict) =>
        Assert.Null((await _engine.DecideAsync(await _engine.ReviewAsync(run), verdict, reason: "so")).Refused);

    private async Task<ScheduleDetail> ScheduleAsync() => Assert.Single((await _engine.Get<WorkflowQueries>().GetAsync("daily"))!.Schedules);

    /// <summary>The schedule's runs, oldest first, as soon as there are as many.</summary>
    private async Task<IReadOnlyList<RunId>> RunsAsync(int expected)
    {
        IReadOnlyList<RunSummary> found = [];
        await Eventually.IsTrueAsync(
            async () => (found = (await _engine.Get<RunQueries>().ListAsync(new RunFilter { Workflow = "daily" })).Items).Count >= expected, $"{expected} runs were started", Patience);
        Assert.Equal(expected, found.Count);
        return [.. found.Reverse().Select(run => run.Id)];
    }
}
