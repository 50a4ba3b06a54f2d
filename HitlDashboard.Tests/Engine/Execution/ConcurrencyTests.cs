using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>How much goes on at once, and what goes first.</summary>
public sealed class ConcurrencyTests : IAsyncLifetime
{
    private const string OneAtATime = "name: one\nconcurrency: { group: solo, max: 1 }\nsteps:\n  - { id: ask, uses: human, deadline: 1h }\n";

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() =>
        _engine = await EngineHarness.StartAsync(
            services => services.AddSingleton(new ProcessOptions { Allowed = ["sleep", "sh"] }), options => options with { MaxConcurrency = 8 });

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Theory]
    [InlineData("concurrency: { group: few, max: 2 }", 2)]
    [InlineData("maxParallel: 3", 3)]
    public async Task Limit_OfATasksGroup_IsNeverExceeded(string limit, int most)
    {
        var run = await _engine.CompleteAsync(
            $"name: few\nsteps:\n  - {{ id: each, uses: process, foreach: [1, 2, 3, 4, 5, 6, 7], with: {{ command: [sleep, 0.3] }}, {limit} }}\n", "few");

        Assert.Equal(RunState.Completed, run.Summary.State);
        var running = 0;
        var highest = 0;
        foreach (var entry in await _engine.StoryAsync(run.Summary.Id))
        {
            running += entry switch { "task Claim Pending>Running" => 1, "task Succeed Running>Completed" => -1, _ => 0 };
            highest = Math.Max(highest, running);
        }

        Assert.Equal(most, highest);
    }

    [Fact]
    public async Task RunsOfAGroup_WaitForAPlace_WithoutAskingAnybody()
    {
        await _engine.SaveAsync(OneAtATime);
        var first = await _engine.RunAsync("one");
        await _engine.ReviewAsync(first);
        var second = await _engine.RunAsync("one");

        var waiting = (await _engine.Get<RunQueries>().GetAsync(second))!;
        Assert.Equal(WaitingFor.Capacity, waiting.Summary.WaitingFor);
        Assert.Equal((TaskState.Pending, WaitingFor.Capacity, null), (waiting.Tasks[0].State, waiting.Tasks[0].WaitingFor, waiting.Tasks[0].DeadlineAt));
        await ApproveAsync(first);

        await ApproveAsync(second);
        Assert.Equal(
            ["run Start >Running", "run Wait >", "run Admit >", "task Ask Pending>AwaitingReview", "review Open >Open"],
            (await _engine.StoryAsync(second)).Take(5));
    }

    [Fact]
    public async Task RunsOfAGroup_AfterARestart_StillWait_AndTheMostImportantGoesFirst()
    {
        await _engine.SaveAsync(OneAtATime);
        var first = await _engine.RunAsync("one");
        var low = await _engine.RunAsync("one");
        var paused = await StartAsync(9);
        var high = await StartAsync(5);
        await _engine.Get<ChangeRun>().PauseAsync(paused, _engine.Ana);

        await _engine.RestartAsync();
        await _engine.Get<ChangeRun>().CancelAsync(first, _engine.Ana, "enough");
        await _engine.ReviewAsync(high);
        Assert.Equal(WaitingFor.Capacity, (await _engine.Get<RunQueries>().GetAsync(low))!.Summary.WaitingFor);
        await _engine.Get<ChangeRun>().ResumeAsync(paused, _engine.Ana);
        await ApproveAsync(high);

        await ApproveAsync(paused);
        await ApproveAsync(low);
    }

    [Fact]
    public async Task Claims_WhenSlotsAreScarce_GoByPriorityOfRunAndStep()
    {
        await using var engine = await EngineHarness.StartAsync(
            services => services.AddSingleton(new ProcessOptions { Allowed = ["sh"] }), options => options with { MaxConcurrency = 1 });
        var gate = Path.Combine(engine.Folder, "open");
        await engine.SaveAsync($"name: block\nsteps:\n  - {{ id: wait, uses: process, with: {{ command: [sh, -c, 'until test -e {gate}; do sleep 0.05; done'] }} }}\n");
        await engine.SaveAsync("name: work\nsteps:\n  - { id: later, uses: set, needs: [] }\n  - { id: sooner, uses: set, needs: [], priority: 3 }\n");
        var blocker = await engine.RunAsync("block");
        await engine.UntilAsync(blocker, run => run.Tasks is [{ State: TaskState.Running }]);
        var runs = new Dictionary<string, RunId>();
        foreach (var (name, priority) in new[] { ("low", -5), ("middle", 0), ("high", 5) })
        {
            runs[name] = (await engine.Get<StartRun>().ExecuteAsync("work", EngineJson.Empty, engine.Ana, priority: priority)).Value;
        }

        await File.WriteAllTextAsync(gate, "");
        var ends = new List<(DateTimeOffset At, string Task)>();
        foreach (var (name, id) in runs)
        {
            ends.AddRange((await engine.UntilFinalAsync(id)).Tasks.Select(task => (task.StartedAt!.Value, $"{name} {task.Step}")));
        }

        Assert.Equal(
            ["high sooner", "high later", "middle sooner", "middle later", "low sooner", "low later"],
            ends.OrderBy(end => end.At).Select(end => end.Task));
    }

    private async Task<RunId> StartAsync(int priority) =>
        (await _engine.Get<StartRun>().ExecuteAsync("one", EngineJson.Empty, _engine.Ana, priority: priority)).Value;

    private async Task ApproveAsync(RunId run) =>
        Assert.Null((await _engine.DecideAsync(await _engine.ReviewAsync(run), Verdict.Approve)).Refused);
}
