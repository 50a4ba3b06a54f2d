using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>workflow</c> steps on a real engine.</summary>
public sealed class ChildRunTests : ChildRuns
{
    [Fact]
    public async Task Parent_WaitsForItsChild_AndGetsItsOutput()
    {
        await Engine.SaveAsync(Child);

        var run = await Engine.CompleteAsync(Parent("child", "input: { n: 3 }"), "parent");

        var link = Assert.Single(run.Children);
        Assert.Equal((RunState.Completed, "child", run.Tasks[0].Id), (link.State, link.Workflow, link.TaskId));
        Assert.Equal($$"""{"output":{"text":"3 kg"},"runId":"{{link.Id}}"}""", run.Output!.Value.GetRawText());
        var child = (await Engine.Get<RunQueries>().GetAsync(link.Id))!;
        Assert.Equal((run.Summary.Id, run.Summary.StartedBy), (child.Parent!.Id, child.Summary.StartedBy));
        Assert.Equal(link.Id, run.Tasks[0].ChildRunId);
    }

    [Fact]
    public async Task Waiting_SurvivesARestart_AndTakesNoSlot()
    {
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(Parent("asking"));
        var id = await Engine.RunAsync("parent");
        var waiting = await ChildAsync(id);
        Assert.Equal((TaskState.Pending, WaitingFor.Run, 0), (waiting.Tasks[0].State, waiting.Tasks[0].WaitingFor, waiting.Tasks[0].Attempt));

        await Engine.RestartAsync();
        await Engine.DecideAsync(await Engine.ReviewAsync(waiting.Children[0].Id), Verdict.Approve);

        var run = await Engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Single(run.Children);
    }

    [Fact]
    public async Task Child_IsPinnedToTheVersionThatWasCurrentWhenItStarted()
    {
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(Parent("asking"));
        var id = await Engine.RunAsync("parent");
        var child = (await ChildAsync(id)).Children[0].Id;
        await Engine.SaveAsync(Asking.Replace("done: true", "done: false", StringComparison.Ordinal));

        await Engine.DecideAsync(await Engine.ReviewAsync(child), Verdict.Approve);

        Assert.True((await Engine.UntilFinalAsync(id)).Output!.Value.GetProperty("output").GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task FailedChild_FailsItsStep_WhichMayGoOn()
    {
        await Engine.SaveAsync("{ name: broken, steps: [ { id: bad, uses: process, with: { command: [no-such-program] } } ] }");

        var run = await Engine.CompleteAsync(Parent("broken").Replace("with:", "onFailure: continue, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((RunState.Completed, "child-failed"), (run.Summary.State, run.Tasks[0].Error!.Code));
        Assert.Contains("Step 'bad'", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfTheParent_CancelsItsChildren_AndTheirs()
    {
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(Parent("asking").Replace("name: parent", "name: middle", StringComparison.Ordinal));
        await Engine.SaveAsync(Parent("middle"));
        var id = await Engine.RunAsync("parent");
        var middle = (await ChildAsync(id)).Children[0].Id;
        var leaf = (await ChildAsync(middle)).Children[0].Id;
        var review = await Engine.ReviewAsync(leaf);

        await Engine.Get<ChangeRun>().CancelAsync(id, Engine.Ana, "not needed");

        Assert.All(
            new[] { await Engine.UntilFinalAsync(id), await Engine.UntilFinalAsync(middle), await Engine.UntilFinalAsync(leaf) },
            run => Assert.Equal(RunState.Cancelled, run.Summary.State));
        Assert.Equal("not-open", (await Engine.DecideAsync(review, Verdict.Approve)).Refused!.Code);
        Assert.Contains(await Engine.Get<HistoryQueries>().AfterAsync(leaf, 0, 100), entry => entry is { Kind: "run", Trigger: "Cancel", Actor: "ana" });
    }

    [Fact]
    public async Task Failure_OfAnotherBranch_CancelsTheChild()
    {
        await Engine.SaveAsync(Asking);
        var run = await Engine.CompleteAsync(
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
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(Parent("asking"));
        var id = await Engine.RunAsync("parent");
        var child = (await ChildAsync(id)).Children[0].Id;

        await Engine.Get<ChangeRun>().CancelAsync(child, Engine.Ana);

        Assert.Equal("child-cancelled", (await Engine.UntilFinalAsync(id)).Tasks[0].Error!.Code);
    }

    [Fact]
    public async Task UnknownWorkflow_FailsTheStep_AndARetryFindsItOnceItIsThere()
    {
        var run = await Engine.CompleteAsync(Parent("child", "input: { n: 1 }"), "parent");
        Assert.Equal((RunState.Failed, "unknown-workflow"), (run.Summary.State, run.Tasks[0].Error!.Code));
        await Engine.SaveAsync(Child);

        Assert.Null((await Engine.Get<ChangeTask>().RetryAsync(run.Tasks[0].Id, Engine.Ana)).Refused);

        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(run.Summary.Id)).Summary.State);
    }

    [Fact]
    public async Task WrongInput_FailsTheStep_WithTheViolations()
    {
        await Engine.SaveAsync(Child);

        var run = await Engine.CompleteAsync(Parent("child", "input: { n: three }"), "parent");

        Assert.Equal("invalid-input", run.Tasks[0].Error!.Code);
        Assert.Contains("n: ", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(run.Children);
    }

    [Fact]
    public async Task Recursion_WithoutAnEnd_IsStoppedWithASentence()
    {
        var run = await Engine.CompleteAsync("{ name: parent, steps: [ { id: sub, uses: workflow, with: { name: parent } } ] }", "parent");

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains($"may nest {PlanLimits.RunDepth} deep", run.Error!.Message, StringComparison.Ordinal);
        var runs = await Engine.Get<RunQueries>().ListAsync(new RunFilter { Limit = 200 });
        Assert.Equal(PlanLimits.RunDepth + 1, runs.Items.Count);
    }
}
