using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Locks: taken before the first attempt, kept until the task is final, in every state, over restarts.</summary>
public sealed class LockTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Exclusive_IsKeptWhileAPersonLooks_AndPassedOnAfterwards()
    {
        await SaveAsync("mine", "resources: [deploy]");
        var (first, second) = (await AskedAsync("mine"), await WaitingAsync("mine"));

        await ApproveAsync(first);

        await _engine.ReviewAsync(second);
        Assert.Contains("task Wait >", await _engine.StoryAsync(second));
        Assert.Null((await _engine.Get<RunQueries>().GetAsync(second))!.Tasks[0].WaitingFor);
    }

    [Fact]
    public async Task Exclusive_AfterARestart_IsStillHeldAndStillWaitedFor()
    {
        await SaveAsync("mine", "resources: [deploy]");
        var (first, second) = (await AskedAsync("mine"), await WaitingAsync("mine"));

        await _engine.RestartAsync();
        var third = await WaitingAsync("mine");
        await ApproveAsync(first);
        await ApproveAsync(second);

        await _engine.ReviewAsync(third);
    }

    [Fact]
    public async Task Shared_GoesTogether_ButNobodyOvertakesOneWhoWantsItAlone()
    {
        await SaveAsync("reads", "resources: [{ name: db, mode: shared }]");
        await SaveAsync("writes", "resources: [db]");
        RunId[] readers = [await AskedAsync("reads"), await AskedAsync("reads")];
        var writer = await WaitingAsync("writes");
        var late = await WaitingAsync("reads");

        await ApproveAsync(readers[0]);
        await ApproveAsync(readers[1]);
        await ApproveAsync(writer);

        await ApproveAsync(late);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(late)).Summary.State);
    }

    [Fact]
    public async Task Slots_AsManyAsThereAre_AreTakenAtOnce()
    {
        await SaveAsync("one", "resources: [{ name: gpu, slots: 1 }]", "resources: { gpu: 3 }");
        await SaveAsync("two", "resources: [{ name: gpu, slots: 2 }]", "resources: { gpu: 3 }");
        var (two, one) = (await AskedAsync("two"), await AskedAsync("one"));
        var more = await WaitingAsync("one");

        await ApproveAsync(one);
        await _engine.ReviewAsync(more);
        var third = await WaitingAsync("two");
        await ApproveAsync(two);

        await ApproveAsync(more);
        await ApproveAsync(third);
    }

    [Fact]
    public async Task Waiting_HigherPriorityGoesFirst()
    {
        await SaveAsync("mine", "resources: [deploy]");
        var holder = await AskedAsync("mine");
        var low = await WaitingAsync("mine", -5);
        var high = await WaitingAsync("mine", 5);

        await ApproveAsync(holder);
        await ApproveAsync(high);

        await ApproveAsync(low);
    }

    [Fact]
    public async Task Waiting_OfAPausedRun_HoldsNobodyUp_AndGoesOnWhenResumed()
    {
        await SaveAsync("mine", "resources: [deploy]");
        var (holder, paused) = (await AskedAsync("mine"), await WaitingAsync("mine"));
        var next = await WaitingAsync("mine");
        await _engine.Get<ChangeRun>().PauseAsync(paused, _engine.Ana);

        await _engine.Get<ChangeRun>().CancelAsync(holder, _engine.Ana, "enough");
        await ApproveAsync(next);
        await _engine.Get<ChangeRun>().ResumeAsync(paused, _engine.Ana);

        await ApproveAsync(paused);
    }

    [Fact]
    public async Task TwoLocks_TakenInOppositeOrder_NeverBlockEachOther()
    {
        await _engine.SaveAsync("name: ab\nsteps:\n  - { id: one, uses: set, foreach: [1, 2, 3, 4, 5, 6, 7, 8], resources: [a, b] }\n");
        await _engine.SaveAsync("name: ba\nsteps:\n  - { id: one, uses: set, foreach: [1, 2, 3, 4, 5, 6, 7, 8], resources: [b, a, { name: c, mode: shared }] }\n");
        var runs = new List<RunId>();
        for (var i = 0; i < 5; i++)
        {
            runs.AddRange([await _engine.RunAsync("ab"), await _engine.RunAsync("ba")]);
        }

        foreach (var run in runs)
        {
            Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(run)).Summary.State);
        }
    }

    [Fact]
    public async Task Waiting_OfOneThatAsksAPersonAnew_HoldsNobodyUp()
    {
        await SaveAsync("mine", "resources: [deploy]");
        await _engine.SaveAsync("name: gated\nsteps:\n  - { id: one, uses: set, with: { v: 1 }, resources: [deploy], review: { before: true } }\n");
        var holder = await AskedAsync("mine");
        var asks = await AskedAsync("gated");
        await ApproveAsync(asks);
        var waiting = await _engine.UntilAsync(asks, run => run.Tasks is [{ State: TaskState.Pending, WaitingFor: WaitingFor.Lock }]);
        Assert.Null((await _engine.Get<ChangeTask>().ChangeInputAsync(waiting.Tasks[0].Id, _engine.Ana, EngineJson.From(new { v = 2 }))).Refused);
        var next = await WaitingAsync("mine");

        await ApproveAsync(holder);

        await ApproveAsync(next);
        await ApproveAsync(asks);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(asks)).Summary.State);
    }

    private Task SaveAsync(string name, string resources, string top = "") => _engine.SaveAsync(
        $"name: {name}\n{top}\nsteps:\n  - {{ id: one, uses: set, {resources}, review: {{ title: Go on }} }}\n");

    private async Task<RunId> AskedAsync(string workflow)
    {
        var run = await _engine.RunAsync(workflow);
        await _engine.ReviewAsync(run);
        return run;
    }

    private async Task<RunId> WaitingAsync(string workflow, int priority = 0)
    {
        var run = (await _engine.Get<StartRun>().ExecuteAsync(workflow, EngineJson.Empty, _engine.Ana, priority: priority)).Value;
        await _engine.UntilAsync(run, found => found.Tasks.Any(task => task is { State: TaskState.Pending, WaitingFor: WaitingFor.Lock }));
        return run;
    }

    private async Task ApproveAsync(RunId run) =>
        Assert.Null((await _engine.DecideAsync(await _engine.ReviewAsync(run), Verdict.Approve)).Refused);
}
