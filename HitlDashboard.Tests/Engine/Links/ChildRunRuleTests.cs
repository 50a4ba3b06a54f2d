using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>workflow</c> steps together with the other rules of a step.</summary>
public sealed class ChildRunRuleTests : IAsyncLifetime
{
    private const string Child = """
        name: child
        input: { type: object, required: [n], properties: { n: { type: integer }, unit: { type: string, default: kg } } }
        steps:
          - { id: weigh, uses: set, with: { text: "{{input.n}} {{input.unit}}" } }
        output: { text: "{{steps.weigh.output.text}}" }
        """;

    private const string Asking = """
        name: asking
        steps:
          - { id: ask, uses: human }
        output: { done: true }
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        _engine.IsSound();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Retry_OfTheStep_StartsAnotherChild()
    {
        await _engine.SaveAsync("{ name: broken, steps: [ { id: bad, uses: process, with: { command: [no-such-program] } } ] }");

        var run = await _engine.CompleteAsync(
            Parent("broken").Replace("with:", "retry: { attempts: 3, delay: 10ms }, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((RunState.Failed, 3, 3), (run.Summary.State, run.Tasks[0].Attempt, run.Children.Count));
    }

    [Fact]
    public async Task Concurrency_OfTheStep_LimitsHowManyChildrenThereAre_AlsoAfterARestart()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(
            "{ name: parent, steps: [ { id: sub, uses: workflow, foreach: [1, 2, 3], concurrency: { group: one, max: 1 }, with: { name: asking } } ] }");
        var id = await _engine.RunAsync("parent");
        for (var number = 1; number <= 3; number++)
        {
            var run = await _engine.UntilAsync(id, found => found.Children.Count == number && found.Tasks.Count(task => task.WaitingFor == WaitingFor.Run) == 1);
            await _engine.RestartAsync();
            await _engine.DecideAsync(await _engine.ReviewAsync(run.Children[^1].Id), Verdict.Approve);
        }

        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Deadline_OfTheStep_CancelsTheChild()
    {
        await _engine.SaveAsync(Asking);

        var run = await _engine.CompleteAsync(Parent("asking").Replace("with:", "deadline: 500ms, onFailure: continue, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((Resolution.TimedOut, RunState.Cancelled), (run.Tasks[0].Resolution, run.Children[0].State));
    }

    [Fact]
    public async Task ForEach_StartsMoreChildrenThanOneTransactionTakes_EachOnce()
    {
        await _engine.SaveAsync(Child);
        var items = string.Join(", ", Enumerable.Range(0, 230));

        var run = await _engine.CompleteAsync(
            $$$"""
            name: parent
            steps:
              - { id: sub, uses: workflow, foreach: [{{{items}}}], with: { name: child, input: { n: "{{item}}" } } }
            output: "{{steps.sub.output}}"
            """,
            "parent");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(Enumerable.Range(0, 230).Select(n => $"{n} kg"), run.Output!.Value.EnumerateArray().Select(one => one.GetProperty("output").GetProperty("text").GetString()));
        Assert.Equal(230, run.Output!.Value.EnumerateArray().Select(one => one.GetProperty("runId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task WithoutWait_TheStepEndsAtOnce_AndTheChildOutlivesACancel()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(
            """
            name: parent
            steps:
              - { id: sub, uses: workflow, with: { name: asking, wait: false } }
              - { id: hold, uses: human }
            """);
        var id = await _engine.RunAsync("parent");
        await _engine.ReviewAsync(id);
        var run = await ChildAsync(id);
        Assert.Equal((TaskState.Completed, run.Children[0].Id.ToString()), (run.Tasks[0].State, run.Tasks[0].Output!.Value.GetProperty("runId").GetString()));

        await _engine.Get<ChangeRun>().CancelAsync(id, _engine.Ana);

        Assert.Equal(RunState.Running, (await _engine.Get<RunQueries>().GetAsync(run.Children[0].Id))!.Summary.State);
    }

    private static string Parent(string child, string more = "") => $$$"""
        name: parent
        steps:
          - { id: sub, uses: workflow, with: { name: {{{child}}}{{{(more.Length > 0 ? ", " + more : "")}}} } }
        output: "{{steps.sub.output}}"
        """;

    private Task<RunDetail> ChildAsync(RunId id) => _engine.UntilAsync(id, run => run.Children.Count > 0);
}
