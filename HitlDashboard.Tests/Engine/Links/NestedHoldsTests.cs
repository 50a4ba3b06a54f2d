using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Runs;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary>What a run holds while it waits for the run that a step of it started.</summary>
public sealed class NestedHoldsTests : ChildRuns
{
    [Theory]
    [InlineData("resources: [deploy]", "")]
    [InlineData("resources: [{ name: deploy, slots: 2 }]", "resources: { deploy: 2 }")]
    [InlineData("concurrency: { group: few, max: 1 }", "")]
    [InlineData("", "concurrency: { group: solo, max: 1 }")]
    public async Task Child_NeedsWhatItsParentHolds_AndGoesOn(string step, string top)
    {
        await Engine.SaveAsync(Workflow("grandchild", "uses: set", step, top));
        await Engine.SaveAsync(Workflow("child", "uses: workflow, with: { name: grandchild }", step, top));

        var run = await Engine.CompleteAsync(Workflow("parent", "uses: workflow, with: { name: child }", step, top), "parent");

        Assert.Equal(RunState.Completed, run.Summary.State);
    }

    [Fact]
    public async Task Child_GoesBeforeWhoeverWaitsForItsParent_AndItsSiblingsGoOneAfterTheOther()
    {
        await Engine.SaveAsync("name: child\nsteps:\n  - { id: ask, uses: human }\n  - { id: work, uses: set, resources: [deploy], review: { title: Look } }\n");
        await Engine.SaveAsync("name: parent\nsteps:\n  - { id: sub, uses: workflow, with: { name: child }, resources: [deploy] }\n");
        await Engine.SaveAsync(Workflow("other", "uses: set", "resources: [deploy]", ""));
        var parent = await Engine.RunAsync("parent");
        var child = (await ChildAsync(parent)).Children[0].Id;
        var ask = await Engine.ReviewAsync(child);
        var other = (await Engine.Get<StartRun>().ExecuteAsync("other", EngineJson.Empty, Engine.Ana, priority: 5)).Value;
        await Engine.UntilAsync(other, run => run.Tasks.Any(task => task.WaitingFor == WaitingFor.Lock));

        await Engine.DecideAsync(ask, Verdict.Approve);
        await Engine.UntilAsync(child, run => run.Awaiting is [{ Step: "work" }]);
        Assert.Equal(WaitingFor.Lock, (await Engine.Get<RunQueries>().GetAsync(other))!.Tasks[0].WaitingFor);
        await Engine.DecideAsync(await Engine.ReviewAsync(child), Verdict.Approve);

        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(parent)).Summary.State);
        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(other)).Summary.State);
    }

    [Fact]
    public async Task Siblings_OfTheirParentsGroup_GoOneAfterTheOther_AlsoOverARestart()
    {
        const string Solo = "concurrency: { group: solo, max: 1 }";
        await Engine.SaveAsync(Workflow("child", "uses: human", "", Solo));
        await Engine.SaveAsync(Workflow("parent", "uses: workflow, with: { name: child }, foreach: [1, 2]", "", Solo));
        var parent = await Engine.RunAsync("parent");
        var children = (await Engine.UntilAsync(parent, run => run.Children.Count == 2)).Children.Select(child => child.Id).ToList();
        await Engine.ReviewAsync(children[0]);
        Assert.Equal(WaitingFor.Capacity, (await Engine.Get<RunQueries>().GetAsync(children[1]))!.Summary.WaitingFor);
        await Engine.RestartAsync();

        foreach (var child in children)
        {
            await Engine.DecideAsync(await Engine.ReviewAsync(child), Verdict.Approve);
        }

        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(parent)).Summary.State);
    }

    [Fact]
    public async Task Retention_KeepsARun_WhileOneThatItStartedIsUnderWay()
    {
        await Engine.SaveAsync(Asking);
        var parent = await Engine.CompleteAsync(Parent("asking", "wait: false"), "parent");
        var child = parent.Children[0].Id;

        Assert.Null(await DeleteAsync());

        await Engine.DecideAsync(await Engine.ReviewAsync(child), Verdict.Approve);
        await Engine.UntilFinalAsync(child);
        Assert.Equal(parent.Summary.Id, await DeleteAsync());
    }

    private static string Workflow(string name, string step, string rules, string top) =>
        $"name: {name}\n{top}\nsteps:\n  - {{ id: one, {step}{(rules.Length > 0 ? ", " + rules : "")} }}\n";

    private async Task<RunId?> DeleteAsync() => (await Engine.Get<TaskLedger>().SubmitAsync(
        new DeleteRunCommand(Actor.Engine, TimeProvider.System.GetUtcNow().AddDays(1)), CancellationToken.None)).Value!.Run;
}
