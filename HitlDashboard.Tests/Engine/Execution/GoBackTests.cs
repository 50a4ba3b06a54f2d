using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>What a reject does to the run: fail, go on, or go back to an earlier step.</summary>
public sealed class GoBackTests : IAsyncLifetime
{
    private const string Cycle = """
        name: cycle
        steps:
          - { id: plan, uses: set, with: { said: "{{default feedback 'nothing'}}", by: "{{default steps.check.feedback 'nobody'}}" } }
          - { id: beside, uses: set, with: { said: "{{steps.plan.output.said}}" } }
          - { id: draft, uses: set, needs: [plan], with: { text: "{{steps.plan.output.said}}" } }
          - id: check
            uses: set
            with: { text: "{{steps.draft.output.text}}" }
            review: { rounds: 1, onReject: { goto: plan, rounds: 2 } }
          - { id: last, uses: set, needs: [check, beside], with: { text: "{{steps.check.output.text}} {{steps.beside.output.said}} {{steps.plan.output.by}}" } }
        output: { text: "{{steps.last.output.text}}" }
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await _engine.SaveAsync(Cycle);
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Reject_WithGoTo_RunsTheStepsFromThereAgain_WithTheReason()
    {
        var id = await _engine.RunAsync("cycle");
        var first = await _engine.ReviewAsync(id);
        Assert.Equal((RejectRule.GoTo, "plan"), (first.Request.OnReject, first.Request.BackTo));

        await _engine.DecideAsync(first, Verdict.Reject, reason: "warmer");
        var second = await NextReviewAsync(id, first);

        Assert.Equal(2, second.Item.Round);
        Assert.Equal("warmer", second.Request.Subjected.GetProperty("text").GetString());
        Assert.Equal(("nothing", "warmer"), (Assert.Single(second.Rounds).Content.GetProperty("text").GetString(), second.Rounds[0].Decision!.Reason));
        await _engine.DecideAsync(second, Verdict.Approve);
        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal("warmer warmer warmer", run.Output!.Value.GetProperty("text").GetString());
        Assert.Equal(["plan 2", "beside 2", "draft 2", "check 2", "last 1"], run.Tasks.Select(task => $"{task.Step} {task.Round}"));
        Assert.Contains("run GoBack >", await _engine.StoryAsync(id));
    }

    [Fact]
    public async Task Reject_WhenTheRoundsAreUsedUp_FailsTheRun_AlsoAfterARestart()
    {
        var id = await _engine.RunAsync("cycle");
        var review = await _engine.ReviewAsync(id);
        for (var round = 1; round <= 2; round++)
        {
            await _engine.DecideAsync(review, Verdict.Reject, reason: $"no {round}");
            review = await NextReviewAsync(id, review);
            await _engine.RestartAsync();
        }

        Assert.Equal((RejectRule.Fail, null, 2), (review.Request.OnReject, review.Request.BackTo, review.Rounds.Count));
        await _engine.DecideAsync(review, Verdict.Reject, reason: "no 3");

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Contains("no 3", run.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await _engine.StoryAsync(id)).Count(entry => entry.StartsWith("run GoBack", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SendBack_AfterGoingBack_IsAllowedAsOftenAgain()
    {
        var id = await _engine.RunAsync("cycle");
        var first = await _engine.ReviewAsync(id);
        await _engine.DecideAsync(first, Verdict.SendBack, reason: "again");
        var second = await NextReviewAsync(id, first);
        Assert.DoesNotContain(Verdict.SendBack, second.Request.Allowed);

        await _engine.DecideAsync(second, Verdict.Reject, reason: "from the start");
        var third = await NextReviewAsync(id, second);

        Assert.Equal(3, third.Item.Round);
        Assert.Contains(Verdict.SendBack, third.Request.Allowed);
    }

    [Fact]
    public async Task Reject_WithGoTo_WithdrawsWhatElseWasAskedAboutTheOldRound()
    {
        await _engine.SaveAsync(
            """
            name: fork
            steps:
              - { id: plan, uses: set, with: { x: 1 } }
              - { id: other, uses: human, needs: [plan] }
              - { id: check, uses: set, needs: [plan], review: { onReject: { goto: plan } } }
              - { id: apart, uses: human, needs: [] }
            """);
        var id = await _engine.RunAsync("fork");
        var before = (await _engine.UntilAsync(id, run => run.Awaiting.Count == 3)).Awaiting;
        var check = await _engine.Get<ReviewQueries>().GetAsync(before.Single(review => review.Step == "check").ReviewId);

        await _engine.DecideAsync(check!, Verdict.Reject, reason: "no");

        var after = (await _engine.UntilAsync(id, run => run.Awaiting.Count == 3 && run.Awaiting.All(review => review.ReviewId != check!.Item.Id))).Awaiting;
        Assert.NotEqual(Of(before, "other"), Of(after, "other"));
        Assert.Equal(Of(before, "apart"), Of(after, "apart"));
        Assert.Equal(ReviewState.Withdrawn, (await _engine.Get<ReviewQueries>().GetAsync(Of(before, "other")))!.Item.State);
    }

    [Fact]
    public async Task Reject_WithContinue_LetsTheRunGoOn_AndOthersCanTell()
    {
        await _engine.SaveAsync(
            """
            name: goes-on
            steps:
              - { id: offer, uses: set, with: { x: 1 }, review: { onReject: continue } }
              - { id: sorry, uses: set, if: rejected(offer), with: { why: "{{steps.offer.feedback}}", nothing: "{{steps.offer.output}}" } }
              - { id: thanks, uses: set, needs: [offer], if: "!rejected(offer)" }
            output: { sorry: "{{steps.sorry.output}}" }
            """);
        var id = await _engine.RunAsync("goes-on");
        var review = await _engine.ReviewAsync(id);
        Assert.Equal(RejectRule.Continue, review.Request.OnReject);

        await _engine.DecideAsync(review, Verdict.Reject, reason: "too dear");

        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal("""{"sorry":{"why":"too dear","nothing":null}}""", run.Output!.Value.GetRawText());
        Assert.Equal(["offer Rejected", "sorry Succeeded", "thanks Skipped"], run.Tasks.Select(task => $"{task.Step} {task.Resolution}"));
    }

    private static ReviewId Of(IReadOnlyList<HitlDashboard.Engine.Runs.AwaitedReview> reviews, string step) => reviews.Single(review => review.Step == step).ReviewId;

    private async Task<ReviewDetail> NextReviewAsync(RunId id, ReviewDetail before)
    {
        var run = await _engine.UntilAsync(id, found => found.Awaiting.Any(review => review.ReviewId != before.Item.Id));
        return (await _engine.Get<ReviewQueries>().GetAsync(run.Awaiting[^1].ReviewId))!;
    }
}
