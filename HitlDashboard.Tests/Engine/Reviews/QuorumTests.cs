using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>Several people must agree about the same content.</summary>
public sealed class QuorumTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task Approvals_OfTwoPeople_StageTheReview_AndTheFirstIsKept()
    {
        var review = await _reviews.AskAsync("approvals: 2");

        var first = (await _reviews.ApproveAsync(review, Ben)).Value!;
        Assert.Equal((ReviewState.Open, 1), (first.State, first.Missing));
        var waiting = await _reviews.ReadAsync(review);
        Assert.Equal([("ben", Verdict.Approve, true)], waiting.Approvals.Select(approval => (approval.By, approval.Verdict, approval.Counts)));
        Assert.Equal((2, 1), (waiting.Request.Approvals, waiting.Item.Version));
        var second = (await _reviews.ApproveAsync(review, Cora)).Value!;

        Assert.Equal((ReviewState.Decided, 0), (second.State, second.Missing));
        Assert.Equal("hello", (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Output!.Value.GetProperty("text").GetString());
        var decided = await _reviews.ReadAsync(review);
        Assert.Equal(("cora", "ben"), (decided.Item.Decision!.By, Assert.Single(decided.Approvals).By));
        Assert.Equal(["Open dan", "Count ben", "Stage cora", "Release cora"], (await _reviews.TriggersAsync(review)).Select(Who));
    }

    [Fact]
    public async Task SecondDecision_OfOnePerson_IsRefusedClearly_WhateverItSays()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        await _reviews.ApproveAsync(review, Ben);

        foreach (var again in new[]
        {
            await _reviews.ApproveAsync(review, Ben), await _reviews.AmendAsync(review, Ben),
            await _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "no", by: Ben),
        })
        {
            Assert.Equal("already-approved", again.Refused!.Code);
            Assert.Contains("waits for 1 more", again.Refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal("already-approved", (await _reviews.ApproveAsync(review, new Actor("bot", Role.Supervisor, ActorKind.ApiKey) { Owner = "Ben" })).Refused!.Code);
        Assert.Equal(ReviewState.Open, (await _reviews.ReadAsync(review)).Item.State);
    }

    [Fact]
    public async Task Reject_OfTheSecondPerson_DecidesAtOnce()
    {
        var review = await _reviews.AskAsync("approvals: 3");
        await _reviews.ApproveAsync(review, Ben);

        Assert.Equal(ReviewState.Decided, (await _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "wrong", by: Cora)).Value!.State);

        Assert.Equal(Resolution.Rejected, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Tasks[0].Resolution);
    }

    [Fact]
    public async Task SendBack_OfTheSecondPerson_OpensARound_ThatNeedsAllApprovalsAgain()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        await _reviews.ApproveAsync(review, Ben);
        Assert.Equal(ReviewState.Decided, (await _reviews.Engine.DecideAsync(review, Verdict.SendBack, reason: "again", by: Cora)).Value!.State);

        var second = await _reviews.Engine.UntilAsync(review.Item.RunId, run => run.Awaiting.Count == 1 && run.Tasks[0].Round == 2);
        var again = await _reviews.Engine.ReviewAsync(second.Summary.Id);

        Assert.Equal(1, (await _reviews.ApproveAsync(again, Ben)).Value!.Missing);
    }

    [Fact]
    public async Task Amend_InAQuorum_MakesNewContent_ForWhichNothingCountsYet()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        await _reviews.ApproveAsync(review, Ben);

        var amended = (await _reviews.AmendAsync(review, Cora)).Value!;
        Assert.Equal((ReviewState.Open, 1), (amended.State, amended.Missing));
        Assert.Equal("stale-version", (await _reviews.ApproveAsync(review, Ana)).Refused!.Code);
        var fresh = await _reviews.ReadAsync(review);
        Assert.Equal((2, "better"), (fresh.Item.Version, fresh.Request.Content.GetString()));
        Assert.NotEqual(review.Digest, fresh.Digest);
        Assert.Equal([("ben", false), ("cora", true)], fresh.Approvals.Select(approval => (approval.By, approval.Counts)));
        Assert.Equal("hello", fresh.Request.Original!.Value.GetProperty("text").GetString());
        Assert.Equal(ReviewState.Decided, (await _reviews.ApproveAsync(fresh, Ben)).Value!.State);

        var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal(("better", Resolution.Amended), (run.Output!.Value.GetProperty("text").GetString(), run.Tasks[0].Resolution));
        Assert.Contains("Revise cora", await _reviews.TriggersAsync(review));
    }

    [Fact]
    public async Task Approval_ThatWaits_IsTakenBack_AndCountsNoMore()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        await _reviews.ApproveAsync(review, Ben);

        Assert.Equal("not-staged", (await Undo(review, Cora)).Refused!.Code);
        Assert.Equal(ReviewState.Open, (await Undo(review, Ben)).Value);

        Assert.Empty((await _reviews.ReadAsync(review)).Approvals);
        Assert.Equal(1, (await _reviews.ApproveAsync(review, Cora)).Value!.Missing);
        Assert.Equal(ReviewState.Decided, (await _reviews.ApproveAsync(review, Ben)).Value!.State);
    }

    [Fact]
    public async Task LastApproval_CanBeUndone_AndTheOthersStillCount()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        await _reviews.ApproveAsync(review, Ben);
        Assert.Equal(ReviewState.Staged, (await _reviews.ApproveAsync(review, Cora, undo: 60)).Value!.State);

        Assert.Equal(ReviewState.Open, (await Undo(review, Cora)).Value);

        Assert.Equal(ReviewState.Decided, (await _reviews.ApproveAsync(review, Ana)).Value!.State);
    }

    [Fact]
    public async Task Form_OfAHumanStep_IsApprovedByTheSecondPerson()
    {
        await _reviews.Engine.SaveAsync(
            """
            name: form
            steps:
              - id: pay
                uses: human
                with: { instructions: How much?, form: { type: object, required: [amount], properties: { amount: { type: number } } } }
                review: { approvals: 2 }
            output: { amount: "{{steps.pay.output.amount}}" }
            """);
        var review = await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("form"));
        Assert.Equal([Verdict.Amend, Verdict.Reject], review.Request.Allowed);
        await _reviews.Engine.DecideAsync(review, Verdict.Amend, new { amount = 7 }, by: Ben);

        var filled = await _reviews.ReadAsync(review);
        Assert.Equal(7, filled.Request.Content.GetProperty("amount").GetInt32());
        await _reviews.ApproveAsync(filled, Cora);

        Assert.Equal(7, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Output!.Value.GetProperty("amount").GetInt32());
    }

    [Fact]
    public async Task Approvals_OfManyPeopleAtOnce_StageExactlyOnce()
    {
        var review = await _reviews.AskAsync("approvals: 5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => _reviews.ApproveAsync(review, new Actor($"person-{number % 20}", Role.Supervisor))));

        Assert.Equal([4, 1], new[] { ReviewState.Open, ReviewState.Decided }.Select(state => answers.Count(answer => answer.Value?.State == state)));
        Assert.All(answers.Where(answer => answer.Refused is not null), answer => Assert.Contains(answer.Refused!.Code, new[] { "already-approved", "already-decided" }));
        Assert.Equal(4, (await _reviews.ReadAsync(review)).Approvals.Select(approval => approval.By).Distinct().Count());
    }

    private Task<Answer<ReviewState>> Undo(ReviewDetail review, Actor by) => _reviews.Engine.Get<DecideReview>().UndoAsync(review.Item.Id, by);

    // The review is opened by whoever lets the task finish, which is the engine.
    private static string Who(string entry) => entry.StartsWith("Open ", StringComparison.Ordinal) ? "Open dan" : entry;
}
