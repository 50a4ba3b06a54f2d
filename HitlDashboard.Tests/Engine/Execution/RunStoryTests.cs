using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Whole stories of runs on a real engine and a real database file.</summary>
public sealed class RunStoryTests
{
    private const string Reviewed = """
        name: letter
        steps:
          - id: draft
            uses: set
            with: { text: "Dear {{input.name}}", round: "{{round}}", said: "{{default feedback 'nothing'}}" }
            review: { show: { kind: markdown, value: "{{output.text}}" }, edit: [text], queue: editors, rounds: 2 }
          - id: publish
            uses: template
            with: { template: "{{steps.draft.output.text}}", file: letter.md }
        output: { path: "{{steps.publish.output.path}}", text: "{{steps.draft.output.text}}" }
        """;

    [Fact]
    public async Task Run_WithoutReview_CompletesInOrder()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.CompleteAsync(
            """
            name: sum
            steps:
              - { id: a, uses: set, with: { x: 1 } }
              - { id: b, uses: set, with: { y: "{{steps.a.output.x}}" } }
              - { id: c, uses: set, with: { z: "{{steps.b.output.y}}" } }
            output: { z: "{{steps.c.output.z}}" }
            """,
            "sum");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(1, run.Output!.Value.GetProperty("z").GetInt32());
        Assert.Equal(
            [
                "run Start >Running", "task Claim Pending>Running", "task Succeed Running>Completed", "task Claim Pending>Running",
                "task Succeed Running>Completed", "task Claim Pending>Running", "task Succeed Running>Completed", "run Complete Running>Completed",
            ],
            await engine.StoryAsync(run.Summary.Id));
    }

    [Fact]
    public async Task Amend_OfADraft_PublishesWhatTheEditorWrote()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var id = await engine.RunAsync("letter", new { name = "Kim" });
        var review = await engine.ReviewAsync(id);

        var answer = await engine.DecideAsync(review, Verdict.Amend, new { text = "Hello Kim", round = 1, said = "nothing" });

        Assert.Null(answer.Refused);
        var run = await engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal("Hello Kim", await File.ReadAllTextAsync(run.Output!.Value.GetProperty("path").GetString()!));
        Assert.Equal(Resolution.Amended, run.Tasks[0].Resolution);
    }

    [Fact]
    public async Task SendBack_GivesTheFeedbackToTheNextRound_AsOftenAsAllowed()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var id = await engine.RunAsync("letter", new { name = "Kim" });

        await engine.DecideAsync(await engine.ReviewAsync(id), Verdict.SendBack, reason: "warmer");
        var second = await engine.ReviewAsync(id);
        Assert.Equal(2, second.Item.Round);
        Assert.Equal("warmer", second.Request.Subjected.GetProperty("said").GetString());
        Assert.Equal("warmer", Assert.Single(second.Rounds).Decision!.Reason);
        await engine.DecideAsync(second, Verdict.SendBack, reason: "warmer still");
        var third = await engine.ReviewAsync(id);

        Assert.DoesNotContain(Verdict.SendBack, third.Request.Allowed);
        Assert.Null((await engine.DecideAsync(third, Verdict.Approve)).Refused);
        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Reject_FailsTheRun_WithTheReason()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var id = await engine.RunAsync("letter", new { name = "Kim" });
        var review = await engine.ReviewAsync(id);

        Assert.Equal("reason-required", (await engine.DecideAsync(review, Verdict.Reject)).Refused!.Code);
        await engine.DecideAsync(review, Verdict.Reject, reason: "wrong person");

        var run = await engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("wrong person", run.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_WithinTheWindow_OpensTheReviewAgain_AndNothingHappened()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var id = await engine.RunAsync("letter", new { name = "Kim" });
        var review = await engine.ReviewAsync(id);

        var staged = await engine.DecideAsync(review, Verdict.Approve, undo: 60);
        var run = await engine.UntilAsync(id, found => found.Awaiting.Count == 0);
        Assert.Equal(ReviewState.Staged, staged.Value!.State);
        Assert.Equal(TaskState.AwaitingReview, run.Tasks[0].State);
        Assert.Equal("forbidden", (await engine.Get<HitlDashboard.Engine.Reviews.DecideReview>().UndoAsync(review.Item.Id, engine.Ana)).Refused!.Code);
        var undone = await engine.Get<HitlDashboard.Engine.Reviews.DecideReview>().UndoAsync(review.Item.Id, engine.Ben);

        Assert.Equal(ReviewState.Open, undone.Value);
        Assert.Null((await engine.DecideAsync(review, Verdict.Approve)).Refused);
        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task StagedDecision_IsReleasedByTheEngine_AlsoAfterARestart()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var id = await engine.RunAsync("letter", new { name = "Kim" });
        await engine.DecideAsync(await engine.ReviewAsync(id), Verdict.Approve, undo: 1);

        await engine.RestartAsync();

        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task SecondDecision_IsTold_WhoWasFirst()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync(Reviewed);
        var review = await engine.ReviewAsync(await engine.RunAsync("letter", new { name = "Kim" }));
        await engine.DecideAsync(review, Verdict.Approve);

        var second = await engine.DecideAsync(review, Verdict.Reject, reason: "no", by: engine.Ana);

        var refusal = Assert.IsType<Answer<DecisionResult>.Stale>(second).Refusal;
        Assert.Equal("already-decided", refusal.Code);
        Assert.Equal("ben", refusal.Details!.Value.GetProperty("winner").GetProperty("user").GetString());
    }
}
