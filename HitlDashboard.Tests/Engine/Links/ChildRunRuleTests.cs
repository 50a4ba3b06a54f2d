using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>workflow</c> steps together with the other rules of a step.</summary>
public sealed class ChildRunRuleTests : ChildRuns
{
    [Fact]
    public async Task Retry_OfTheStep_StartsAnotherChild()
    {
        await Engine.SaveAsync("{ name: broken, steps: [ { id: bad, uses: process, with: { command: [no-such-program] } } ] }");

        var run = await Engine.CompleteAsync(
            Parent("broken").Replace("with:", "retry: { attempts: 3, delay: 10ms }, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((RunState.Failed, 3, 3), (run.Summary.State, run.Tasks[0].Attempt, run.Children.Count));
    }

    [Fact]
    public async Task Concurrency_OfTheStep_LimitsHowManyChildrenThereAre_AlsoAfterARestart()
    {
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(
            "{ name: parent, steps: [ { id: sub, uses: workflow, foreach: [1, 2, 3], concurrency: { group: one, max: 1 }, with: { name: asking } } ] }");
        var id = await Engine.RunAsync("parent");
        for (var number = 1; number <= 3; number++)
        {
            var run = await Engine.UntilAsync(id, found => found.Children.Count == number && found.Tasks.Count(task => task.WaitingFor == WaitingFor.Run) == 1);
            await Engine.RestartAsync();
            await Engine.DecideAsync(await Engine.ReviewAsync(run.Children[^1].Id), Verdict.Approve);
        }

        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Deadline_OfTheStep_CancelsTheChild()
    {
        await Engine.SaveAsync(Asking);

        var run = await Engine.CompleteAsync(Parent("asking").Replace("with:", "deadline: 500ms, onFailure: continue, with:", StringComparison.Ordinal), "parent");

        Assert.Equal((Resolution.TimedOut, RunState.Cancelled), (run.Tasks[0].Resolution, run.Children[0].State));
    }

    [Fact]
    public async Task ForEach_StartsMoreChildrenThanOneTransactionTakes_EachOnce()
    {
        await Engine.SaveAsync(Child);
        var items = string.Join(", ", Enumerable.Range(0, 230));

        var run = await Engine.CompleteAsync(
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
        await Engine.SaveAsync(Asking);
        await Engine.SaveAsync(
            """
            name: parent
            steps:
              - { id: sub, uses: workflow, with: { name: asking, wait: false } }
              - { id: hold, uses: human }
            """);
        var id = await Engine.RunAsync("parent");
        await Engine.ReviewAsync(id);
        var run = await ChildAsync(id);
        Assert.Equal((TaskState.Completed, run.Children[0].Id.ToString()), (run.Tasks[0].State, run.Tasks[0].Output!.Value.GetProperty("runId").GetString()));

        await Engine.Get<ChangeRun>().CancelAsync(id, Engine.Ana);

        Assert.Equal(RunState.Running, (await Engine.Get<RunQueries>().GetAsync(run.Children[0].Id))!.Summary.State);
    }
}
