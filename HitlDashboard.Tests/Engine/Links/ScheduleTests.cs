using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>schedule</c> and later starts on a real engine whose clock the test sets.</summary>
public sealed class ScheduleTests : IAsyncLifetime
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

    [Fact]
    public async Task Schedule_FiresByTheEnginesOwnTimer_WithTheInstantInItsInput()
    {
        await _engine.SaveAsync(Daily("catchUp: one, input: { day: '{{now}}' }", "{ id: a, uses: set, with: { day: '{{input.day}}' } }"));
        Assert.Equal(Enumerable.Range(0, 5).Select(day => FixedClock.Noon.AddHours(1).AddDays(day)), (await ScheduleAsync()).Next);

        _clock.Now = Late.AddHours(1);

        var run = Assert.Single(await RunsAsync(1));
        Assert.Equal("schedule", run.StartedBy);
        var ended = await _engine.UntilFinalAsync(run.Id);
        Assert.StartsWith("2026-03-02T13:00:00", ended.Input.GetProperty("day").GetString(), StringComparison.Ordinal);
        Assert.Contains("schedule Fire >", await _engine.StoryAsync(run.Id));
        var schedule = await ScheduleAsync();
        Assert.Equal((FixedClock.Noon.AddHours(1), run.Id, FixedClock.Noon.AddHours(25)), (schedule.LastAt, schedule.LastRunId, schedule.Next[0]));
    }

    [Theory]
    [InlineData("one", new[] { 4 })]
    [InlineData("all", new[] { 1, 2, 3, 4 })]
    [InlineData("none", new int[0])]
    public async Task Downtime_IsCaughtUpAsTheRuleSays_AndThenItGoesOn(string rule, int[] days)
    {
        await _engine.SaveAsync(Daily($"catchUp: {rule}, overlap: allow, input: {{ day: '{{{{now}}}}' }}"));
        await _engine.RestartAsync(() => _clock.Now = Late.AddDays(4));
        await Eventually.IsTrueAsync(async () => (await ScheduleAsync()).Next[0] > _clock.Now, "the instants that passed were acted on", Patience);
        Assert.Equal(days.Select(day => $"2026-03-0{day + 1}"), (await RunsAsync(days.Length)).Select(run => run.Day));

        _clock.Now = Late.AddDays(4).AddHours(1);

        Assert.Equal("2026-03-06", (await RunsAsync(days.Length + 1))[^1].Day);
    }

    [Fact]
    public async Task ClockSetBack_FiresNothingAgain()
    {
        await _engine.SaveAsync(Daily("overlap: allow, input: { day: '{{now}}' }"));
        _clock.Now = Late.AddHours(1);
        await RunsAsync(1);

        _clock.Now = Late.AddHours(-3);
        await _engine.RestartAsync();
        _clock.Now = Late.AddHours(2);
        await _engine.RestartAsync();
        _clock.Now = Late.AddHours(25);

        Assert.Equal(["2026-03-02", "2026-03-03"], (await RunsAsync(2)).Select(run => run.Day));
    }

    [Fact]
    public async Task OverlapSkip_LeavesTheRunOut_AndSaysWhy()
    {
        await _engine.SaveAsync(Daily("overlap: skip", "{ id: ask, uses: human }"));
        _clock.Now = Late.AddHours(1);
        await RunsAsync(1);

        _clock.Now = Late.AddHours(25);

        await Eventually.IsTrueAsync(async () => (await ScheduleAsync()).Problem is not null, "the schedule says why there is no run", Patience);
        Assert.Single(await RunsAsync(1));
        Assert.Equal("The run before is not final.", (await ScheduleAsync()).Problem);
    }

    [Fact]
    public async Task OverlapQueue_StartsTheNextWhenTheOneBeforeIsFinal_AlsoAfterARestart()
    {
        await _engine.SaveAsync(Daily("overlap: queue, catchUp: all, input: { day: '{{now}}' }", "{ id: ask, uses: human }"));
        _clock.Now = Late.AddDays(2).AddHours(1);
        await Eventually.IsTrueAsync(async () => (await ScheduleAsync()).Queued == 2, "two wait for their turn", Patience);
        await _engine.RestartAsync();
        for (var number = 1; number <= 3; number++)
        {
            var runs = await RunsAsync(number);
            await _engine.DecideAsync(await _engine.ReviewAsync(runs[^1].Id), Verdict.Approve);
        }

        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-04"], (await RunsAsync(3)).Select(run => run.Day));
        Assert.Equal(0, (await ScheduleAsync()).Queued);
    }

    [Fact]
    public async Task OverlapAllow_LetsThemRunSideBySide()
    {
        await _engine.SaveAsync(Daily("overlap: allow, catchUp: all", "{ id: ask, uses: human }"));

        _clock.Now = Late.AddDays(2).AddHours(1);

        Assert.All(await RunsAsync(3), run => Assert.Equal(RunState.Running, run.State));
    }

    [Fact]
    public async Task AnotherVersion_GoesOnWithASchedule_AndForgetsOneThatIsGone()
    {
        await _engine.SaveAsync(Daily("catchUp: one"));
        _clock.Now = Late.AddMinutes(30);
        await _engine.SaveAsync(Daily("catchUp: none"));
        Assert.Equal(FixedClock.Noon.AddHours(1), (await ScheduleAsync()).Next[0]);
        await _engine.SaveAsync(Daily("catchUp: none").Replace("0 0 13", "0 0 14", StringComparison.Ordinal));
        Assert.Equal(FixedClock.Noon.AddHours(2), (await ScheduleAsync()).Next[0]);
        await _engine.SaveAsync("{ name: daily, steps: [ { id: a, uses: set } ] }");

        _clock.Now = Late.AddDays(3);
        await _engine.CompleteAsync("{ name: other, steps: [ { id: a, uses: set } ] }", "other");

        Assert.Empty(await RunsAsync(0));
    }

    [Fact]
    public async Task InputThatTheWorkflowRefuses_IsToldByTheSchedule()
    {
        await _engine.SaveAsync(
            "{ name: daily, input: { type: object, properties: { day: { type: integer } } }, steps: [ { id: a, uses: set } ], schedule: [ { cron: 0 0 13 * * ?, input: { day: '{{now}}' } } ] }");

        _clock.Now = Late.AddHours(1);

        await Eventually.IsTrueAsync(async () => (await ScheduleAsync()).Problem?.Contains("day: ", StringComparison.Ordinal) == true, "the schedule says what is wrong", Patience);
        Assert.Empty(await RunsAsync(0));
    }

    [Fact]
    public async Task StartAt_BeginsWhenItIsDue_AlsoAfterARestart()
    {
        await _engine.SaveAsync("{ name: later, steps: [ { id: a, uses: set, with: { at: '{{now}}' } } ], output: '{{steps.a.output.at}}' }");
        var begun = await LaterAsync(FixedClock.Noon.AddHours(2));
        var cancelled = await LaterAsync(FixedClock.Noon.AddHours(2));
        var past = await LaterAsync(FixedClock.Noon.AddHours(-2));
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(past)).Summary.State);
        await _engine.Get<ChangeRun>().CancelAsync(cancelled, _engine.Ana);
        await _engine.RestartAsync(() => _clock.Now = Late.AddHours(1));
        var waiting = (await _engine.Get<RunQueries>().GetAsync(begun))!;
        Assert.Equal((RunState.Running, 0, FixedClock.Noon.AddHours(2)), (waiting.Summary.State, waiting.Tasks.Count, waiting.StartsAt));

        _clock.Now = Late.AddHours(2);

        var run = await _engine.UntilFinalAsync(begun);
        Assert.StartsWith("2026-03-02T14:00:10", run.Output!.Value.GetString(), StringComparison.Ordinal);
        Assert.Null(run.StartsAt);
        Assert.Contains("schedule Begin >", await _engine.StoryAsync(begun));
        Assert.Empty((await _engine.UntilFinalAsync(cancelled)).Tasks);
    }

    private static string Daily(string rules, string step = "{ id: a, uses: set, with: { n: 1 } }") =>
        $"{{ name: daily, steps: [ {step} ], schedule: [ {{ cron: 0 0 13 * * ?, {rules} }} ] }}";

    private async Task<RunId> LaterAsync(DateTimeOffset at) =>
        (await _engine.Get<StartRun>().ExecuteAsync("later", EngineJson.Empty, _engine.Ana, startAt: at)).Value;

    private async Task<ScheduleDetail> ScheduleAsync() => Assert.Single((await _engine.Get<WorkflowQueries>().GetAsync("daily"))!.Schedules);

    /// <summary>The schedule's runs, oldest first, as soon as there are as many.</summary>
    private async Task<IReadOnlyList<(RunId Id, RunState State, string StartedBy, string Day)>> RunsAsync(int expected)
    {
        IReadOnlyList<RunSummary> found = [];
        await Eventually.IsTrueAsync(
            async () => (found = (await _engine.Get<RunQueries>().ListAsync(new RunFilter { Workflow = "daily" })).Items).Count >= expected, $"{expected} runs were started", Patience);
        Assert.Equal(expected, found.Count);
        var days = new List<(RunId, RunState, string, string)>();
        foreach (var run in found.Reverse())
        {
            var input = (await _engine.Get<RunQueries>().GetAsync(run.Id))!.Input;
            days.Add((run.Id, run.State, run.StartedBy, input.TryGetProperty("day", out var day) ? day.GetString()![..10] : ""));
        }

        return days;
    }
}
