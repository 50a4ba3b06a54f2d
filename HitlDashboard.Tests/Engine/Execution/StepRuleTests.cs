using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>The rules of the format, each as a run on a real engine.</summary>
public sealed class StepRuleTests : IAsyncLifetime
{
    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task If_False_SkipsTheStepAndWhatOnlyFollowsIt()
    {
        var run = await _engine.CompleteAsync(
            """
            name: skips
            steps:
              - { id: a, uses: set, with: { n: 0 } }
              - { id: b, uses: set, with: { x: 1 }, if: "steps.a.output.n > 0" }
              - { id: c, uses: set, with: { x: 1 } }
              - { id: d, uses: set, with: { x: 1 }, needs: [a, c] }
            """,
            "skips");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(["a Succeeded", "b Skipped", "c Skipped", "d Succeeded"], Ends(run));
    }

    [Fact]
    public async Task Failure_OfOneBranch_CancelsTheOthers_AndTheRunFails()
    {
        var run = await _engine.CompleteAsync(
            """
            name: fails
            steps:
              - { id: bad, uses: process, with: { command: [no-such-program] }, needs: [] }
              - { id: slow, uses: delay, with: { for: 1h }, needs: [] }
            """,
            "fails");

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Equal(["bad Error", "slow Cancelled"], Ends(run));
        Assert.Contains("bad", run.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnFailureContinue_LetsTheRunGoOn_AndSaysWhy()
    {
        var run = await _engine.CompleteAsync(
            """
            name: goes-on
            steps:
              - { id: bad, uses: process, with: { command: [no-such-program] }, onFailure: continue }
              - { id: next, uses: set, with: { why: "{{steps.bad.error.code}}" } }
            output: { why: "{{steps.next.output.why}}" }
            """,
            "goes-on");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal("not-allowed", run.Output!.Value.GetProperty("why").GetString());
    }

    [Fact]
    public async Task FailedHandler_RunsInsteadOfFailingTheRun()
    {
        var run = await _engine.CompleteAsync(
            """
            name: handles
            steps:
              - { id: bad, uses: process, with: { command: [no-such-program] } }
              - { id: cure, uses: set, with: { done: true }, if: failed(bad) }
              - { id: never, uses: set, with: { done: true }, needs: [bad] }
            """,
            "handles");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(["bad Error", "cure Succeeded", "never Skipped"], Ends(run));
    }

    [Fact]
    public async Task OnFailureReview_AsksAPerson_WhoGivesTheOutput()
    {
        await _engine.SaveAsync(
            """
            name: asks
            steps:
              - { id: bad, uses: process, with: { command: [no-such-program] }, onFailure: review }
            output: { x: "{{steps.bad.output.x}}" }
            """);
        var id = await _engine.RunAsync("asks");
        var review = await _engine.ReviewAsync(id);
        Assert.Equal(ReviewSubject.Failure, review.Item.Subject);

        Assert.Null((await _engine.DecideAsync(review, Verdict.Amend, new { x = 7 })).Refused);

        Assert.Equal(7, (await _engine.UntilFinalAsync(id)).Output!.Value.GetProperty("x").GetInt32());
    }

    [Fact]
    public async Task GateBefore_ApprovedParameters_AreWhatRuns()
    {
        await _engine.SaveAsync(
            """
            name: gate
            steps:
              - id: act
                uses: set
                with: { amount: 10, to: "{{input.to}}" }
                review: { before: true, show: { kind: json, value: "{{output}}" }, edit: [amount], risk: high }
            output: { amount: "{{steps.act.output.amount}}", to: "{{steps.act.output.to}}" }
            """);
        var id = await _engine.RunAsync("gate", new { to = "kim" });
        var review = await _engine.ReviewAsync(id);
        Assert.Equal("invalid-output", (await _engine.DecideAsync(review, Verdict.Amend, new { amount = 5, to = "eve" })).Refused!.Code);

        await _engine.DecideAsync(review, Verdict.Amend, new { amount = 5, to = "kim" });

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal("""{"amount":5,"to":"kim"}""", run.Output!.Value.GetRawText());
        Assert.Equal(Resolution.Succeeded, run.Tasks[0].Resolution);
    }

    [Fact]
    public async Task HumanStep_TakesItsFormsValues()
    {
        await _engine.SaveAsync(
            """
            name: form
            steps:
              - id: ask
                uses: human
                with: { instructions: "Which one?", form: { type: object, required: [choice], properties: { choice: { type: string, enum: [a, b] } } } }
            output: { choice: "{{steps.ask.output.choice}}" }
            """);
        var id = await _engine.RunAsync("form");
        var review = await _engine.ReviewAsync(id);
        Assert.Equal("Which one?", review.Request.Instructions);
        Assert.Equal("invalid-output", (await _engine.DecideAsync(review, Verdict.Amend, new { choice = "c" })).Refused!.Code);

        await _engine.DecideAsync(review, Verdict.Amend, new { choice = "b" });

        Assert.Equal("b", (await _engine.UntilFinalAsync(id)).Output!.Value.GetProperty("choice").GetString());
    }

    private static IEnumerable<string> Ends(RunDetail run) => run.Tasks.Select(task => $"{task.Step} {task.Resolution}");
}
