using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>No one person lets their own work pass.</summary>
public sealed class SeparationTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Theory]
    [InlineData("ana", null, true)]
    [InlineData("Ana", null, true)]
    [InlineData("anas-bot", "ana", true)]
    [InlineData("ben", null, false)]
    [InlineData("bens-bot", "ben", false)]
    public async Task Starter_IncludingAdminsAndTheirKeys_CannotApprove(string name, string? owner, bool isRefused)
    {
        await _reviews.AskAsync("exclude: [starter]");
        var review = await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("ask", Ana));

        var answer = await _reviews.ApproveAsync(review, new Actor(name, Role.Admin) { Owner = owner });

        Assert.Equal(isRefused ? "separation-of-duties" : null, answer.Refused?.Code);
        Assert.Equal(isRefused ? ReviewState.Open : ReviewState.Decided, (await _reviews.ReadAsync(review)).Item.State);
    }

    [Fact]
    public async Task StarterWithAKey_IsThePersonBehindIt_AlsoAfterARestart()
    {
        await _reviews.AskAsync("exclude: [starter]");
        var review = await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("ask", new Actor("nightly", Role.Operator, ActorKind.ApiKey) { Owner = "ben" }));
        await _reviews.Engine.RestartAsync();

        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(review, Ben)).Refused!.Code);
        Assert.Null((await _reviews.ApproveAsync(review, Cora)).Refused);
    }

    [Fact]
    public async Task Starter_MayStillSayNo()
    {
        await _reviews.AskAsync("exclude: [starter]");
        var review = await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("ask", Ben));

        Assert.Null((await _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "no", by: Ben)).Refused);
    }

    [Fact]
    public async Task Amender_ChangesTheContent_ButSomebodyElseReleasesIt()
    {
        var review = await _reviews.AskAsync("exclude: [amender]");

        var amended = (await _reviews.AmendAsync(review, Ben)).Value!;
        Assert.Equal((ReviewState.Open, 1), (amended.State, amended.Missing));
        var fresh = await _reviews.ReadAsync(review);
        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(fresh, Ben)).Refused!.Code);
        Assert.False(Assert.Single(fresh.Approvals).Counts);
        await _reviews.ApproveAsync(fresh, Cora);

        var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal(("better", Resolution.Amended), (run.Output!.Value.GetProperty("text").GetString(), run.Tasks[0].Resolution));
    }

    [Fact]
    public async Task AmendedAction_IsGatedAgain_AndWhatRunsIsWhatTheSecondPersonSaw()
    {
        var review = await _reviews.AskAsync("before: true, exclude: [amender]", with: "{ text: pay 10 }");
        await _reviews.AmendAsync(review, Ben, "pay 5000");

        var waiting = await _reviews.Engine.UntilAsync(review.Item.RunId, run => run.Awaiting.Count == 1);
        Assert.Equal(TaskState.AwaitingReview, waiting.Tasks[0].State);
        Assert.Equal("stale-version", (await _reviews.ApproveAsync(review, Cora)).Refused!.Code);
        var fresh = await _reviews.ReadAsync(review);
        Assert.Equal("pay 5000", fresh.Request.Subjected.GetProperty("text").GetString());
        Assert.Null((await _reviews.ApproveAsync(fresh, Cora)).Refused);

        Assert.Equal("pay 5000", (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Output!.Value.GetProperty("text").GetString());
    }

    [Fact]
    public async Task AmenderInAQuorum_DoesNotCount_SoTwoOthersMust()
    {
        var review = await _reviews.AskAsync("approvals: 2, exclude: [amender]");
        Assert.Equal(2, (await _reviews.AmendAsync(review, Ben)).Value!.Missing);
        var fresh = await _reviews.ReadAsync(review);

        Assert.Equal(1, (await _reviews.ApproveAsync(fresh, Cora)).Value!.Missing);
        Assert.Equal(ReviewState.Decided, (await _reviews.ApproveAsync(fresh, Ana)).Value!.State);
    }

    [Fact]
    public async Task PreviousReviewer_OfAnEarlierRoundOrStep_CannotApprove()
    {
        await _reviews.Engine.SaveAsync(
            """
            name: two
            steps:
              - { id: legal, uses: set, with: { ok: true }, review: { queue: legal } }
              - { id: aside, uses: set, with: { ok: true }, needs: [], review: { queue: aside } }
              - { id: money, uses: set, with: { ok: true }, needs: [legal], review: { queue: money, exclude: [previousReviewer] } }
            """);
        var id = await _reviews.StartAsync("two");
        await _reviews.ApproveAsync(await InAsync(id, "legal", 1), Ben);
        await _reviews.ApproveAsync(await InAsync(id, "aside", 1), Ana);
        var first = await InAsync(id, "money", 1);
        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(first, Ben)).Refused!.Code);
        await _reviews.Engine.DecideAsync(first, Verdict.SendBack, reason: "again", by: Cora);
        var second = await InAsync(id, "money", 2);

        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(second, Cora)).Refused!.Code);
        Assert.Null((await _reviews.ApproveAsync(second, Ana)).Refused);
    }

    [Fact]
    public async Task PreviousReviewer_OfAStepThatWasPlannedBefore_CannotApprove()
    {
        await _reviews.Engine.SaveAsync(
            """
            name: planned
            steps:
              - { id: plan, uses: set, with: { tasks: [{ id: ask, uses: human }] } }
              - { id: work, expand: "{{steps.plan.output.tasks}}" }
              - { id: money, uses: set, with: { ok: true }, review: { queue: money, exclude: [previousReviewer] } }
            """);
        var id = await _reviews.StartAsync("planned");
        Assert.Null((await _reviews.ApproveAsync(await _reviews.Engine.ReviewAsync(id), Ben)).Refused);
        var money = await InAsync(id, "money", 1);

        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(money, Ben)).Refused?.Code);
        Assert.Null((await _reviews.ApproveAsync(money, Cora)).Refused);
    }

    [Fact]
    public async Task Amend_WithAForm_ChangesOnlyWhatMayBeEdited()
    {
        var review = await _reviews.AskAsync("form: { type: object }", with: "{ text: hello, total: 5 }");

        var beside = await _reviews.Engine.DecideAsync(review, Verdict.Amend, new { text = "better", total = 9 });
        var within = await _reviews.Engine.DecideAsync(review, Verdict.Amend, new { text = "better", total = 5 });

        Assert.Equal(("invalid-output", null), (beside.Refused?.Code, within.Refused?.Code));
    }

    [Fact]
    public async Task WhoGaveATaskOtherParameters_IsItsAmender_AlsoWithAKey()
    {
        var review = await _reviews.AskAsync("before: true, exclude: [amender]", with: "{ text: pay 10 }");
        var task = (await _reviews.Engine.UntilAsync(review.Item.RunId, run => run.Awaiting.Count == 1)).Tasks[0];
        var bot = new Actor("bot", Role.Supervisor, ActorKind.ApiKey) { Owner = "ben" };
        Assert.Null((await _reviews.Engine.Get<ChangeTask>().ChangeInputAsync(task.Id, bot, EngineJson.From(new { text = "pay 5000" }))).Refused);
        var again = await _reviews.Engine.ReviewAsync(review.Item.RunId);

        Assert.Equal("pay 5000", again.Request.Subjected.GetProperty("text").GetString());
        Assert.Equal("separation-of-duties", (await _reviews.ApproveAsync(again, Ben)).Refused!.Code);
        Assert.Null((await _reviews.ApproveAsync(again, Cora)).Refused);
    }

    [Fact]
    public async Task StepThatSeveralPeopleDecide_CannotBeSkippedByOne()
    {
        var review = await _reviews.AskAsync("approvals: 2");
        var task = (await _reviews.Engine.UntilAsync(review.Item.RunId, run => run.Awaiting.Count == 1)).Tasks[0];

        Assert.Equal("separation-of-duties", (await _reviews.Engine.Get<ChangeTask>().SkipAsync(task.Id, Ana, EngineJson.From(new { text = "mine" }))).Refused!.Code);
        Assert.Equal(ReviewState.Open, (await _reviews.ReadAsync(review)).Item.State);
    }

    private async Task<ReviewDetail> InAsync(RunId id, string step, int round)
    {
        var run = await _reviews.Engine.UntilAsync(id, run => run.Tasks.Any(task => task.Step == step && task.Round == round && task.State == TaskState.AwaitingReview));
        return (await _reviews.Engine.Get<ReviewQueries>().GetAsync(run.Tasks.First(task => task.Step == step).ReviewId!.Value))!;
    }
}
