using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>"Retry from here" where steps were planned at run time.</summary>
public sealed class RetryAroundPlansTests : TaskOperations
{
    [Fact]
    public async Task RetryOfAPlannedTask_PlansAnewWhatWasSkippedBehindThePlan()
    {
        var id = await StartAsync(
            """
            name: cured
            steps:
              - { id: list, uses: set, with: { tasks: [ { id: ask, uses: human } ] } }
              - { id: work, expand: "{{steps.list.output.tasks}}" }
              - { id: sum, uses: set, needs: [work], with: { all: "{{steps.work.output}}" } }
              - { id: cure, uses: human, needs: [work], if: failed(work) }
            output: "{{steps.sum.output.all}}"
            """);
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Reject, reason: "not now");
        var broken = await Engine.UntilAsync(id, run => run.Awaiting is [{ Step: "cure" }]);
        Assert.Contains(broken.Tasks, task => task is { Step: "sum", Resolution: Resolution.Skipped });

        await RetryAsync(broken, "ask");
        var run = await Engine.UntilAsync(id, found => found.Awaiting.Any(review => review.Step == "ask"));
        Assert.Equal(["list", "work", "ask"], run.Tasks.Select(task => task.Step));
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);

        Assert.Equal("""{"ask":{}}""", (await Engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task RetryOfAStepBeforeAPlan_WhosePartsStillWait_ForgetsThePlan()
    {
        var id = await StartAsync(
            """
            name: before
            steps:
              - { id: read, uses: human }
              - { id: list, uses: set, if: failed(read), with: { tasks: [ { id: part, uses: human }, { id: more, uses: human, needs: [] } ] } }
              - { id: work, expand: "{{steps.list.output.tasks}}" }
            """);
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Reject, reason: "unreadable");
        var planned = await Engine.UntilAsync(id, run => run.Awaiting.Count == 2);

        await RetryAsync(planned, "read");

        var run = await Engine.UntilAsync(id, found => found.Awaiting is [{ Step: "read" }]);
        Assert.Equal(["read"], run.Tasks.Select(task => task.Step));
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);
        run = await Engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Completed, "read Approved, list Skipped, work Skipped"), (run.Summary.State, string.Join(", ", run.Tasks.Select(task => $"{task.Step} {task.Resolution}"))));
    }

    private async Task RetryAsync(RunDetail run, string step)
    {
        var answer = await Engine.Get<ChangeTask>().RetryAsync(run.Tasks.Single(task => task.Step == step).Id, Operator);
        Assert.True(answer.Refused is null, answer.Refused?.Message);
    }
}
