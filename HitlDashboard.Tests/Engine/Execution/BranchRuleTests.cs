using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Many tasks of one step, many branches that meet, and what each of them can read.</summary>
public sealed class BranchRuleTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Values_OfTheRunAndOfSteps_CanAllBeRead()
    {
        var run = await _engine.CompleteAsync(
            """
            name: reads
            steps:
              - { id: bad, uses: process, with: { command: [no-such-program] }, onFailure: continue }
              - id: all
                uses: set
                foreach: [a]
                with:
                  run: "{{run.workflow}} by {{run.startedBy}}, {{run.state}}"
                  same: "{{run.id}}"
                  bad: "{{steps.bad.state}} {{steps.bad.resolution}} {{steps.bad.error.code}} {{steps.bad.output}}."
                  task: "{{item}} {{index}} {{round}}"
                  hours: "{{#when \"hours_since(now) == 0\"}}now{{/when}}"
            output: "{{steps.all.output[0]}}"
            """,
            "reads");

        Assert.Equal(
            $$"""{"run":"reads by ana, Running","same":"{{run.Summary.Id}}","bad":"Failed Error not-allowed .","task":"a 0 1","hours":"now"}""",
            run.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task ForEach_OverAList_GathersTheOutputsInOrder()
    {
        var run = await _engine.CompleteAsync(
            """
            name: each
            steps:
              - { id: list, uses: set, with: { items: [3, 1, 2] } }
              - { id: each, uses: set, foreach: "{{steps.list.output.items}}", maxParallel: 2, with: { got: "{{item}}", at: "{{index}}" } }
            output: { all: "{{steps.each.output}}" }
            """,
            "each");

        Assert.Equal("""[{"got":3,"at":0},{"got":1,"at":1},{"got":2,"at":2}]""", run.Output!.Value.GetProperty("all").GetRawText());
    }

    [Fact]
    public async Task ForEach_OverAnEmptyList_IsSkipped()
    {
        var run = await _engine.CompleteAsync(
            """
            name: none
            steps:
              - { id: list, uses: set, with: { items: [] } }
              - { id: each, uses: set, foreach: "{{steps.list.output.items}}", with: { got: "{{item}}" } }
            """,
            "none");

        Assert.Equal(["list Succeeded", "each Skipped"], Ends(run));
    }

    [Theory]
    [InlineData("", RunState.Failed, "each[0] Rejected", "other Succeeded")]
    [InlineData("tolerate: 1,", RunState.Failed, "each[0] Rejected", "each[1] Rejected", "other Succeeded")]
    [InlineData("tolerate: 50%,", RunState.Completed, "each[0] Rejected", "each[1] Rejected", "each[2] Approved", "each[3] Approved", "other Succeeded")]
    public async Task ForEach_WithMoreFailuresThanItTolerates_MakesNoMoreTasks_AndTheRunEnds(string tolerate, RunState state, params string[] ends)
    {
        await _engine.SaveAsync(
            $$"""
            name: fragile
            failFast: false
            steps:
              - { id: each, uses: set, needs: [], foreach: [1, 2, 3, 4], maxParallel: 1, {{tolerate}} review: { title: Look } }
              - { id: other, uses: set, needs: [] }
            """);
        var id = await _engine.RunAsync("fragile");
        foreach (var end in ends.Where(end => end.StartsWith("each", StringComparison.Ordinal)))
        {
            var review = await _engine.ReviewAsync(id);
            await _engine.DecideAsync(review, end.EndsWith("Rejected", StringComparison.Ordinal) ? Verdict.Reject : Verdict.Approve, reason: "so");
            await _engine.UntilAsync(id, found => found.Awaiting.All(open => open.ReviewId != review.Item.Id));
        }

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal(state, run.Summary.State);
        Assert.Equal(ends, run.Tasks.Select(task => $"{task.Step}{(task.Index is { } index ? $"[{index}]" : "")} {task.Resolution}"));
    }

    [Fact]
    public async Task ForEach_ThatFailed_CanBeTakenCareOf_AndRetried_AlsoOverARestart()
    {
        await _engine.SaveAsync(
            """
            name: cured
            steps:
              - { id: each, uses: human, foreach: [1, 2, 3], maxParallel: 2 }
              - { id: cure, uses: human, if: failed(each) }
            """);
        var id = await _engine.RunAsync("cured");
        var first = await _engine.UntilAsync(id, found => found.Awaiting.Count == 2);
        await DecideAsync(first.Awaiting[0].ReviewId, Verdict.Reject);
        await _engine.RestartAsync();
        Assert.Equal(["each", "each"], (await _engine.UntilAsync(id, found => found.Awaiting.Count == 1)).Tasks.Select(task => task.Step));
        await DecideAsync(first.Awaiting[1].ReviewId, Verdict.Approve);
        var run = await _engine.UntilAsync(id, found => found.Awaiting is [{ Step: "cure" }]);
        Assert.Equal(["each", "each", "cure"], run.Tasks.Select(task => task.Step));

        Assert.Null((await _engine.Get<ChangeTask>().RetryAsync(run.Tasks.Single(task => task.State == TaskState.Failed).Id, _engine.Ana)).Refused);
        run = await _engine.UntilAsync(id, found => found.Awaiting.Count(review => review.Step == "each") == 2);
        foreach (var review in run.Awaiting.Where(review => review.Step == "each"))
        {
            await DecideAsync(review.ReviewId, Verdict.Approve);
        }

        run = await _engine.UntilFinalAsync(id);
        Assert.Equal(["each Approved", "each Approved", "each Approved", "cure Skipped"], Ends(run));
    }

    [Theory]
    [InlineData("any", "a Skipped", "b Succeeded", "meet Succeeded")]
    [InlineData("1", "a Skipped", "b Succeeded", "meet Succeeded")]
    [InlineData("2", "a Skipped", "b Succeeded", "meet Succeeded")]
    public async Task Join_OfFewer_WaitsForBranchesThatRun_NotForSkippedOnes(string join, params string[] ends)
    {
        var run = await _engine.CompleteAsync(
            $$$"""
            name: meets
            steps:
              - { id: a, uses: set, needs: [], if: always_false }
              - { id: b, uses: set, needs: [], with: { x: 1 } }
              - { id: meet, uses: set, needs: [a, b], join: {{{join}}}, with: { x: "{{steps.b.output.x}}" } }
            """,
            "meets");

        Assert.Equal(ends, Ends(run));
    }

    [Fact]
    public async Task Join_OfFewer_WithOnlySkippedBranches_IsSkipped()
    {
        var run = await _engine.CompleteAsync(
            """
            name: nobody
            steps:
              - { id: a, uses: set, needs: [], if: always_false }
              - { id: b, uses: set, needs: [], if: always_false }
              - { id: meet, uses: set, needs: [a, b], join: any }
            """,
            "nobody");

        Assert.Equal(["a Skipped", "b Skipped", "meet Skipped"], Ends(run));
    }

    [Fact]
    public async Task Join_OfFewer_LetsTheOtherBranchesGoOn_AndTheRunEndsWithThem()
    {
        await _engine.SaveAsync(
            """
            name: first
            steps:
              - { id: a, uses: set, needs: [], with: { x: 1 } }
              - { id: b, uses: human, needs: [] }
              - { id: meet, uses: set, needs: [a, b], join: any, with: { x: 1 } }
            """);
        var id = await _engine.RunAsync("first");
        var run = await _engine.UntilAsync(id, found => found.Tasks.Count == 3 && found.Tasks[2].Resolution == Resolution.Succeeded);
        Assert.Equal((RunState.Running, TaskState.AwaitingReview), (run.Summary.State, run.Tasks[1].State));

        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);

        Assert.Equal(["a Succeeded", "b Approved", "meet Succeeded"], Ends(await _engine.UntilFinalAsync(id)));
    }

    private async Task DecideAsync(ReviewId id, Verdict verdict)
    {
        var review = (await _engine.Get<ReviewQueries>().GetAsync(id))!;
        Assert.Null((await _engine.DecideAsync(review, verdict, reason: "so")).Refused);
    }

    private static IEnumerable<string> Ends(RunDetail run) => run.Tasks.Select(task => $"{task.Step} {task.Resolution}");
}
