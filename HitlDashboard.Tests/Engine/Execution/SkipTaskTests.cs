using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Operators complete a task with an output of their own.</summary>
public sealed class SkipTaskTests : TaskOperations
{
    [Fact]
    public async Task Skip_OfAFailedTask_CompletesTheRunWithTheGivenOutput()
    {
        var id = await StartAsync($$$"""
            name: skips
            steps:
              - { id: read, uses: set, with: { wrong: 1 }, {{{Contract}}} }
              - { id: other, uses: human, needs: [] }
              - { id: after, uses: set, needs: [read], with: { price: "{{steps.read.output.price}}" } }
            output: { price: "{{steps.after.output.price}}" }
            """);
        var failed = await Engine.UntilFinalAsync(id);

        var refused = await SkipAsync(failed.Tasks[0], new { price = "seven" });
        var skipped = await SkipAsync(failed.Tasks[0], new { price = 7 });

        Assert.Equal("invalid-output", refused.Refused!.Code);
        Assert.Equal(TaskState.Completed, skipped.Value);
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);
        var run = await Engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Completed, 7, Resolution.Skipped), (run.Summary.State, run.Output!.Value.GetProperty("price").GetInt32(), run.Tasks[0].Resolution));
        Assert.Contains("task Skip Failed>Completed", await Engine.StoryAsync(id));
        Assert.Equal("by hand", (await EntryAsync(id, "Skip")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Skip_OfATaskThatAwaitsReview_WithdrawsItAndNeedsASupervisor()
    {
        var id = await StartAsync("name: skips\nsteps:\n  - { id: draft, uses: set, with: { text: a }, review: { queue: q } }\n  - { id: after, uses: set, with: { text: \"{{steps.draft.output.text}}\" } }\n");
        var review = await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        var byOperator = await SkipAsync(task, new { text = "b" }, Operator);
        var bySupervisor = await SkipAsync(task, new { text = "b" }, Engine.Ben);

        Assert.Equal(("forbidden", "supervisor"), (byOperator.Refused!.Code, byOperator.Refused.Details!.Value.GetProperty("missingRole").GetString()));
        Assert.Equal(TaskState.Completed, bySupervisor.Value);
        Assert.Equal("not-open", (await Engine.DecideAsync(review, Verdict.Approve)).Refused!.Code);
        Assert.Equal("b", (await Engine.UntilFinalAsync(id)).Tasks[1].Output!.Value.GetProperty("text").GetString());
        Assert.Equal("wrong-state", (await SkipAsync(task, new { text = "c" })).Refused!.Code);
    }

    [Fact]
    public async Task SkipOrChange_WhileADecisionIsStaged_IsRefusedAndNamesWhoDecided()
    {
        var id = await StartAsync("name: staged\nsteps:\n  - { id: draft, uses: set, with: { text: a }, review: { queue: q } }\n");
        var review = await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
        await Engine.DecideAsync(review, Verdict.Approve, undo: 60);

        var skipped = Assert.IsType<Answer<TaskState>.Stale>(await SkipAsync(task, new { text = "b" }));
        var changed = Assert.IsType<Answer<TaskState>.Stale>(await ChangeAsync(task, new { text = "b" }));

        Assert.Equal(("already-decided", "already-decided"), (skipped.Refusal.Code, changed.Refusal.Code));
        Assert.Equal("ben", skipped.Refusal.Details!.Value.GetProperty("winner").GetProperty("user").GetString());
    }

    [Fact]
    public async Task Skip_OfAPendingTask_GoesOnAtOnce()
    {
        var id = await StartAsync("name: waits\nsteps:\n  - { id: wait, uses: delay, with: { for: 2h } }\n  - { id: after, uses: set, with: { at: \"{{steps.wait.output.at}}\" } }\n");
        var waiting = await Engine.UntilAsync(id, run => run.Tasks.Count == 1);

        Assert.Equal(TaskState.Completed, (await SkipAsync(waiting.Tasks[0], new { at = "now" }, Operator)).Value);

        Assert.Equal("now", (await Engine.UntilFinalAsync(id)).Tasks[1].Output!.Value.GetProperty("at").GetString());
    }
}
