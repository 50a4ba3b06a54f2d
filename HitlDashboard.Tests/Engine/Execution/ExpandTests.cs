using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Steps that were planned at run time are part of the run.</summary>
public sealed class ExpandTests : IAsyncLifetime
{
    private const string Planned = """
        name: planned
        steps:
          - { id: plan, uses: set, with: { tasks: "{{input.tasks}}", x: 4 } }
          - { id: work, expand: "{{steps.plan.output.tasks}}" }
          - { id: sum, uses: set, with: { all: "{{steps.work.output}}" } }
        output: "{{steps.sum.output.all}}"
        """;

    private static readonly object[] Tasks =
    [
        new { id = "a", uses = "set", name = "Part A", with = new { x = "{{steps.plan.output.x}}" } },
        new { id = "ask", uses = "human", needs = Array.Empty<string>() },
        new { id = "b", uses = "set", needs = new[] { "a", "ask" }, with = new { x = "{{steps.a.output.x}}" } },
    ];

    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await _engine.SaveAsync(Planned);
    }

    public async Task DisposeAsync()
    {
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(_engine.Folder, "hitl.db")).Violations);
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Plan_BecomesPartOfTheRun_AlsoOverARestart()
    {
        var id = await _engine.RunAsync("planned", new { tasks = Tasks });
        await _engine.ReviewAsync(id);
        await _engine.RestartAsync();

        var run = await _engine.UntilAsync(id, found => found.Tasks.Any(task => task is { Name: "Part A", State: TaskState.Completed }));
        Assert.Equal(["plan", "work", "a", "ask", "b", "sum"], run.Definition.Steps.Select(step => step.Id));
        Assert.DoesNotContain(run.Tasks, task => task.Step == "sum");
        var summary = Assert.Single((await _engine.Get<RunQueries>().ListAsync(new RunFilter())).Items);
        Assert.True(summary.Progress.Done < summary.Progress.Total, summary.Progress.ToString());
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);

        run = await _engine.UntilFinalAsync(id);
        Assert.Equal("""{"a":{"x":4},"ask":{},"b":{"x":4}}""", run.Output!.Value.GetRawText());
        Assert.Contains("task Expand >", await _engine.StoryAsync(id));
        Assert.Equal((6, 6), (run.Summary.Progress.Done, run.Summary.Progress.Total));
    }

    [Fact]
    public async Task Plan_ThatIsEmpty_AddsNothing()
    {
        var run = await _engine.UntilFinalAsync(await _engine.RunAsync("planned", new { tasks = Array.Empty<object>() }));

        Assert.Equal((RunState.Completed, "{}"), (run.Summary.State, run.Output!.Value.GetRawText()));
    }

    [Fact]
    public async Task Plan_ThatIsNotValid_FailsItsStep_WithEveryError_AndNothingOfItRuns()
    {
        var run = await _engine.UntilFinalAsync(await _engine.RunAsync("planned", new { tasks = new object[] { new { id = "a", uses = "process" }, new { id = "b", uses = "set", x = 1 } } }));

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Equal("invalid-plan", run.Error!.Code);
        Assert.Contains("steps[0].uses: a plan of the step 'work' can't use 'process'", run.Error.Message, StringComparison.Ordinal);
        Assert.Contains("steps[1].x: a step has no key 'x'", run.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["plan", "work"], run.Tasks.Select(task => task.Step).Where(step => step != "sum"));
    }

    [Fact]
    public async Task Plan_ThatIsNotValid_CanBeReplacedByAPerson_WithAValidOne()
    {
        await _engine.SaveAsync(Planned.Replace("output.tasks}}\" }", "output.tasks}}\", onFailure: review }", StringComparison.Ordinal));
        var id = await _engine.RunAsync("planned", new { tasks = "none" });
        var review = await _engine.ReviewAsync(id);
        Assert.Equal(ReviewSubject.Failure, review.Item.Subject);

        var refused = await _engine.DecideAsync(review, Verdict.Amend, new object[] { new { id = "plan", uses = "set" } });
        Assert.Contains("'plan' is taken", refused.Refused!.Message, StringComparison.Ordinal);
        Assert.Null((await _engine.DecideAsync(review, Verdict.Amend, new object[] { new { id = "mine", uses = "set", with = new { y = 1 } } })).Refused);

        Assert.Equal("""{"mine":{"y":1}}""", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Plan_WithAReview_RunsOnlyAsApproved_ByTheRulesOfTheFile()
    {
        await _engine.SaveAsync(Planned.Replace(
            "output.tasks}}\" }", "output.tasks}}\", review: { queue: leads, risk: high, show: { kind: json }, form: { type: array } } }", StringComparison.Ordinal));
        var id = await _engine.RunAsync("planned", new { tasks = Tasks });
        var review = await _engine.ReviewAsync(id);
        Assert.Equal(2, (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks.Count);

        Assert.Equal("invalid-output", (await _engine.DecideAsync(review, Verdict.Amend, new object[] { new { id = "a", uses = "http" } })).Refused!.Code);
        Assert.Null((await _engine.DecideAsync(review, Verdict.Amend, new object[] { new { id = "check", uses = "human" } })).Refused);

        var planned = await NextReviewAsync(id, review);
        Assert.Equal(("check", "leads", Risk.High), (planned.Item.Step, planned.Item.Queue, planned.Item.Risk));
        await _engine.DecideAsync(planned, Verdict.Reject, reason: "no");
        Assert.Equal(RunState.Failed, (await _engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Reject_ThatGoesBackBehindAPlan_PlansAnew()
    {
        await _engine.SaveAsync(
            """
            name: again
            steps:
              - { id: plan, uses: set, with: { tasks: [{ id: part, uses: set, with: { said: "{{default feedback 'first'}}" } }] } }
              - { id: work, expand: "{{steps.plan.output.tasks}}" }
              - { id: check, uses: set, with: { said: "{{steps.work.output.part.said}}" }, review: { onReject: { goto: plan } } }
            output: "{{steps.check.output.said}}"
            """);
        var id = await _engine.RunAsync("again");
        var first = await _engine.ReviewAsync(id);
        await _engine.DecideAsync(first, Verdict.Reject, reason: "second");
        await _engine.RestartAsync();
        await _engine.DecideAsync(await NextReviewAsync(id, first), Verdict.Approve);

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal("second", run.Output!.Value.GetString());
        Assert.Equal(2, run.Tasks.Single(task => task.Step == "part").Round);
    }

    [Fact]
    public async Task TwoPlans_WithTheSameNames_DoNotMix_TheSecondFails()
    {
        await _engine.SaveAsync(
            """
            name: twins
            steps:
              - { id: left, expand: "{{input.tasks}}", needs: [], onFailure: continue }
              - { id: right, expand: "{{input.tasks}}", needs: [], onFailure: continue }
              - { id: sum, uses: set, needs: [left, right], with: { left: "{{steps.left.state}}", right: "{{steps.right.state}}" } }
            """);
        var run = await _engine.UntilFinalAsync(await _engine.RunAsync("twins", new { tasks = new[] { new { id = "one", uses = "set" } } }));

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Single(run.Tasks, task => task.Step == "one");
        Assert.Equal("invalid-plan", Assert.Single(run.Tasks, task => task.State == TaskState.Failed).Error!.Code);
    }

    [Fact]
    public async Task FailureInAPlan_IsTheExpandingStepsFailure_WhichOthersCanTakeCareOf()
    {
        await _engine.SaveAsync(
            """
            name: cured
            steps:
              - { id: work, expand: "{{input.tasks}}", kinds: [process, set] }
              - { id: cure, uses: set, if: failed(work), with: { why: "{{steps.work.error.code}}" } }
              - { id: never, uses: set, needs: [work] }
            output: "{{steps.cure.output.why}}"
            """);
        var inner = new { id = "inner", expand = "{{steps.list.output.tasks}}" };
        var list = new { id = "list", uses = "set", with = new { tasks = new object[] { new { id = "bad", uses = "process", with = new { command = new[] { "no-such-program" } } } } } };

        var run = await _engine.UntilFinalAsync(await _engine.RunAsync("cured", new { tasks = new object[] { list, inner } }));

        Assert.True(run.Summary.State == RunState.Completed, run.Error?.Message);
        Assert.Equal("not-allowed", run.Output!.Value.GetString());
        Assert.Equal(
            ["work Succeeded", "list Succeeded", "inner Succeeded", "bad Error", "cure Succeeded", "never Skipped"],
            run.Tasks.Select(task => $"{task.Step} {task.Resolution}"));
    }

    [Fact]
    public async Task RetryOfAPlannedTask_RunsWhatFollowsThePlanAgain()
    {
        var id = await _engine.RunAsync("planned", new { tasks = new[] { new { id = "ask", uses = "human" } } });
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Reject, reason: "not now");
        var failed = await _engine.UntilFinalAsync(id);

        Assert.Null((await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks.Single(task => task.Step == "ask").Id, _engine.Ana)).Refused);
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);

        Assert.Equal("""{"ask":{}}""", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    private async Task<ReviewDetail> NextReviewAsync(RunId id, ReviewDetail before)
    {
        var run = await _engine.UntilAsync(id, found => found.Awaiting.Any(review => review.ReviewId != before.Item.Id));
        return (await _engine.Get<ReviewQueries>().GetAsync(run.Awaiting[^1].ReviewId))!;
    }
}
