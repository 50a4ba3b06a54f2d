using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>workflow</c> steps on a real engine.</summary>
public sealed class ChildRunTests : IAsyncLifetime
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
    public async Task Parent_WaitsForItsChild_AndGetsItsOutput()
    {
        await _engine.SaveAsync(Child);

        var run = await _engine.CompleteAsync(Parent("child", "input: { n: 3 }"), "parent");

        var link = Assert.Single(run.Children);
        Assert.Equal((RunState.Completed, "child", run.Tasks[0].Id), (link.State, link.Workflow, link.TaskId));
        Assert.Equal($$"""{"output":{"text":"3 kg"},"runId":"{{link.Id}}"}""", run.Output!.Value.GetRawText());
        var child = (await _engine.Get<RunQueries>().GetAsync(link.Id))!;
        Assert.Equal((run.Summary.Id, run.Summary.StartedBy), (child.Parent!.Id, child.Summary.StartedBy));
        Assert.Equal(link.Id, run.Tasks[0].ChildRunId);
    }

    [Fact]
    public async Task Waiting_SurvivesARestart_AndTakesNoSlot()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(Parent("asking"));
        var id = await _engine.RunAsync("parent");
        var waiting = await ChildAsync(id);
        Assert.Equal((TaskState.Pending, WaitingFor.Run, 0), (waiting.Tasks[0].State, waiting.Tasks[0].WaitingFor, waiting.Tasks[0].Attempt));

        await _engine.RestartAsync();
        await _engine.DecideAsync(await _engine.ReviewAsync(waiting.Children[0].Id), Verdict.Approve);

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Single(run.Children);
    }

    [Fact]
    public async Task Child_IsPinnedToTheVersionThatWasCurrentWhenItStarted()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(Parent("asking"));
        var id = await _engine.RunAsync("parent");
        var child = (await ChildAsync(id)).Children[0].Id;
        await _engine.SaveAsync(Asking.Replace("done: true", "done: false", StringComparison.Ordinal));

        await _engine.DecideAsync(await _engine.ReviewAsync(child), Verdict.Approve);

        Assert.True((await _engine.UntilFinalAsync(id)).Output!.Value.GetProperty("output").GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task FailedChild_FailsItsStep_WhichMayGoOn()
    {
        await _engine.SaveAsync("{ name: broken, steps: [ { id: bad, uses: process, with: { command: [no-such-program] } } ] }");

        var run = await _engine.CompleteAsync(Parent("broken").Replace("with:", "onFailure: continue, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((RunState.Completed, "child-failed"), (run.Summary.State, run.Tasks[0].Error!.Code));
        Assert.Contains("Step 'bad'", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfTheParent_CancelsItsChildren_AndTheirs()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(Parent("asking").Replace("name: parent", "name: middle", StringComparison.Ordinal));
        await _engine.SaveAsync(Parent("middle"));
        var id = await _engine.RunAsync("parent");
        var middle = (await ChildAsync(id)).Children[0].Id;
        var leaf = (await ChildAsync(middle)).Children[0].Id;
        var review = await _engine.ReviewAsync(leaf);

        await _engine.Get<ChangeRun>().CancelAsync(id, _engine.Ana, "not needed");

        Assert.All(
            new[] { await _engine.UntilFinalAsync(id), await _engine.UntilFinalAsync(middle), await _engine.UntilFinalAsync(leaf) },
            run => Assert.Equal(RunState.Cancelled, run.Summary.State));
        Assert.Equal("not-open", (await _engine.DecideAsync(review, Verdict.Approve)).Refused!.Code);
        Assert.Contains(await _engine.Get<HistoryQueries>().AfterAsync(leaf, 0, 100), entry => entry is { Kind: "run", Trigger: "Cancel", Actor: "ana" });
    }

    [Fact]
    public async Task Failure_OfAnotherBranch_CancelsTheChild()
    {
        await _engine.SaveAsync(Asking);
        var run = await _engine.CompleteAsync(
            """
            name: parent
            steps:
              - { id: sub, uses: workflow, with: { name: asking }, needs: [] }
              - { id: bad, uses: process, with: { command: [no-such-program] }, needs: [] }
            """,
            "parent");

        Assert.Equal((RunState.Failed, RunState.Cancelled), (run.Summary.State, run.Children[0].State));
    }

    [Fact]
    public async Task Cancel_OfTheChild_FailsItsStep()
    {
        await _engine.SaveAsync(Asking);
        await _engine.SaveAsync(Parent("asking"));
        var id = await _engine.RunAsync("parent");
        var child = (await ChildAsync(id)).Children[0].Id;

        await _engine.Get<ChangeRun>().CancelAsync(child, _engine.Ana);

        Assert.Equal("child-cancelled", (await _engine.UntilFinalAsync(id)).Tasks[0].Error!.Code);
    }

    [Fact]
    public async Task UnknownWorkflow_FailsTheStep_AndARetryFindsItOnceItIsThere()
    {
        var run = await _engine.CompleteAsync(Parent("child", "input: { n: 1 }"), "parent");
        Assert.Equal((RunState.Failed, "unknown-workflow"), (run.Summary.State, run.Tasks[0].Error!.Code));
        await _engine.SaveAsync(Child);

        Assert.Null((await _engine.Get<ChangeTask>().RetryAsync(run.Tasks[0].Id, _engine.Ana)).Refused);

        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(run.Summary.Id)).Summary.State);
    }

    [Fact]
    public async Task WrongInput_FailsTheStep_WithTheViolations()
    {
        await _engine.SaveAsync(Child);

        var run = await _engine.CompleteAsync(Parent("child", "input: { n: three }"), "parent");

        Assert.Equal("invalid-input", run.Tasks[0].Error!.Code);
        Assert.Contains("n: ", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(run.Children);
    }

    [Fact]
    public async Task Recursion_WithoutAnEnd_IsStoppedWithASentence()
    {
        var run = await _engine.CompleteAsync("{ name: parent, steps: [ { id: sub, uses: workflow, with: { name: parent } } ] }", "parent");

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains($"may nest {PlanLimits.RunDepth} deep", run.Error!.Message, StringComparison.Ordinal);
        var runs = await _engine.Get<RunQueries>().ListAsync(new RunFilter { Limit = 200 });
        Assert.Equal(PlanLimits.RunDepth + 1, runs.Items.Count);
    }

    private static string Parent(string child, string more = "") => $$$"""
        name: parent
        steps:
          - { id: sub, uses: workflow, with: { name: {{{child}}}{{{(more.Length > 0 ? ", " + more : "")}}} } }
        output: "{{steps.sub.output}}"
        """;

    private Task<RunDetail> ChildAsync(RunId id) => _engine.UntilAsync(id, run => run.Children.Count > 0);
}
