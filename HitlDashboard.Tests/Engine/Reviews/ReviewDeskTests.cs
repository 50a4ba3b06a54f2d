using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>Claims, delegation, deferral, comments, escalation by hand.</summary>
public sealed class ReviewDeskTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task Claim_ShowsWhoLooks_ForAMinute_AndKeepsNobodyFromDeciding()
    {
        var review = await _reviews.AskAsync("queue: q");
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Claim())).Refused);
        Assert.Equal(new ReviewClaim("ben", _reviews.Clock.Now.AddSeconds(60)), (await _reviews.ReadAsync(review)).Item.Claim);

        var other = (await _reviews.ChangeAsync(review, new ReviewChange.Claim(), Cora)).Refused!;
        Assert.Equal(("claimed", "ben"), (other.Code, other.Details!.Value.GetProperty("user").GetString()));
        Assert.Null(await Queries.NextAsync(Cora));
        Assert.Equal(review.Item.Id, await Queries.NextAsync(Ben));
        _reviews.Clock.Now += TimeSpan.FromSeconds(40);
        await _reviews.ChangeAsync(review, new ReviewChange.Claim());
        _reviews.Clock.Now += TimeSpan.FromSeconds(40);
        Assert.Equal("ben", (await _reviews.ReadAsync(review)).Item.Claim!.By);
        _reviews.Clock.Now += TimeSpan.FromSeconds(20);
        Assert.Null((await _reviews.ReadAsync(review)).Item.Claim);
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Claim(), Cora)).Refused);

        Assert.Equal(ReviewState.Decided, (await _reviews.ApproveAsync(review, Ben)).Value!.State);
        Assert.Equal(["Claim ben", "Claim cora", "Stage ben"], (await _reviews.TriggersAsync(review)).Skip(1).Take(3));
    }

    [Fact]
    public async Task Unclaim_LetsOthersTakeIt_AndIsRefusedToThem()
    {
        var review = await _reviews.AskAsync("queue: q");
        await _reviews.ChangeAsync(review, new ReviewChange.Claim());

        Assert.Equal("claimed", (await _reviews.ChangeAsync(review, new ReviewChange.Unclaim(), Cora)).Refused!.Code);
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Unclaim())).Refused);

        Assert.Null((await _reviews.ReadAsync(review)).Item.Claim);
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Unclaim(), Cora)).Refused);
        Assert.Equal(["Claim ben", "Unclaim ben"], (await _reviews.TriggersAsync(review)).Skip(1));
    }

    [Theory]
    [InlineData("@cora", "q", "cora")]
    [InlineData("leads", "leads", null)]
    public async Task Delegate_GoesToThePersonOrTheQueue(string to, string queue, string? person)
    {
        var review = await _reviews.AskAsync("queue: q, assignees: [ben]");
        await _reviews.ChangeAsync(review, new ReviewChange.Claim());
        using var live = _reviews.Engine.Get<HitlDashboard.Engine.Events.IEventBus>().Subscribe();

        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Delegate(ReviewTarget.Read(to)))).Refused);

        var now = await _reviews.ReadAsync(review);
        Assert.Equal((queue, person, null, review.Item.Version), (now.Item.Queue, now.Item.Assignee, now.Item.Claim, now.Item.Version));
        Assert.Equal(to, (await _reviews.HistoryAsync(review))[^1].Data!.Value.GetProperty("to").GetString());
        Assert.True(await live.Reader.WaitToReadAsync());
        Assert.Null((await _reviews.ApproveAsync(review, Ana)).Refused);
    }

    [Fact]
    public async Task Defer_HidesIt_UntilTheEnginesTimerBringsItBack_AlsoAfterARestart()
    {
        var review = await _reviews.AskAsync("queue: q");
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Defer(_reviews.Clock.Now.AddHours(3)))).Refused);

        Assert.Empty((await Queries.ListAsync(new ReviewFilter())).Items);
        Assert.Equal(0, await Queries.CountAsync(new ReviewFilter()));
        Assert.Null(await Queries.NextAsync(Ben));
        Assert.Equal(_reviews.Clock.Now.AddHours(3), Assert.Single((await Queries.ListAsync(new ReviewFilter { Deferred = true })).Items).DeferredUntil);
        Assert.Single((await Queries.ListAsync(new ReviewFilter { Deferred = null })).Items);
        await _reviews.Engine.RestartAsync();
        var back = await _reviews.UntilAsync(review, TimeSpan.FromHours(3), now => now.Item.DeferredUntil is null, "the review is back");

        Assert.Single((await Queries.ListAsync(new ReviewFilter())).Items);
        Assert.Equal(ReviewState.Open, back.Item.State);
        Assert.Equal(["Defer ben", "Return engine"], (await _reviews.TriggersAsync(review)).Skip(1));
    }

    [Theory]
    [InlineData(-1, "invalid-input")]
    [InlineData(0, "invalid-input")]
    [InlineData(4, "defer-past-due")]
    [InlineData(91 * 24, "invalid-input")]
    [InlineData(3, null)]
    public async Task Defer_PastTheTimeout_OrIntoThePast_IsRefused(int hours, string? code)
    {
        var review = await _reviews.AskAsync("due: 4h, onTimeout: reject");

        Assert.Equal(code, (await _reviews.ChangeAsync(review, new ReviewChange.Defer(_reviews.Clock.Now.AddHours(hours)))).Refused?.Code);
    }

    [Fact]
    public async Task Comments_AreShownInOrder_ByOperatorsToo_AlsoAfterTheDecision()
    {
        var review = await _reviews.AskAsync("queue: q");
        await _reviews.ChangeAsync(review, new ReviewChange.Comment(" first "), Dan);
        await _reviews.ApproveAsync(review, Ben);
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Comment("second"), Cora)).Refused);

        Assert.Equal([("dan", "first"), ("cora", "second")], (await _reviews.ReadAsync(review)).Comments.Select(comment => (comment.By, comment.Text)));
        Assert.Equal("invalid-input", (await _reviews.ChangeAsync(review, new ReviewChange.Comment(" "))).Refused!.Code);
        Assert.Equal("invalid-input", (await _reviews.ChangeAsync(review, new ReviewChange.Comment(new string('x', 4001)))).Refused!.Code);
    }

    [Fact]
    public async Task Escalate_GoesUpTheLadder_RaisesTheRisk_AndSaysWhereItEnds()
    {
        var review = await _reviews.AskAsync("queue: q, risk: high, due: 4h, escalateTo: [leads, '@ana']");
        Assert.Equal("reason-required", (await _reviews.ChangeAsync(review, new ReviewChange.Escalate(" "))).Refused!.Code);
        _reviews.Clock.Now += TimeSpan.FromHours(1);

        await _reviews.ChangeAsync(review, new ReviewChange.Escalate("above me"));
        var first = await _reviews.ReadAsync(review);
        await _reviews.ChangeAsync(review, new ReviewChange.Escalate("above them"), Cora);
        var second = await _reviews.ReadAsync(review);

        Assert.Equal(("leads", null, "Critical", _reviews.Clock.Now.AddHours(4)), (first.Item.Queue, first.Item.Assignee, first.Item.Risk.ToString(), first.Item.DueAt));
        Assert.Equal((30, 1), (first.Request.UndoSeconds, first.Item.Version));
        Assert.Equal(("leads", "ana", "Critical"), (second.Item.Queue, second.Item.Assignee, second.Item.Risk.ToString()));
        Assert.Contains("no higher tier", (await _reviews.HistoryAsync(review))[^1].Data!.Value.GetProperty("comment").GetString(), StringComparison.Ordinal);
        var end = (await _reviews.ChangeAsync(review, new ReviewChange.Escalate("once more"))).Refused!;
        Assert.Equal("no-escalation", end.Code);
        Assert.Contains("leads, @ana", end.Message, StringComparison.Ordinal);
        Assert.Null((await _reviews.ApproveAsync(review, Ben)).Refused);
    }

    [Fact]
    public async Task Escalate_WithoutALadder_SaysWhyNot() =>
        Assert.Contains("escalateTo", (await _reviews.ChangeAsync(await _reviews.AskAsync("queue: q"), new ReviewChange.Escalate("help"))).Refused!.Message, StringComparison.Ordinal);

    [Fact]
    public async Task Changes_OfADecidedReview_OrWithTooLittleRole_OrOfNothing_AreRefused()
    {
        var review = await _reviews.AskAsync("queue: q, escalateTo: [leads]");
        ReviewChange[] changes = [
            new ReviewChange.Claim(), new ReviewChange.Unclaim(), new ReviewChange.Delegate(new ReviewTarget("x", null)), new ReviewChange.Defer(_reviews.Clock.Now.AddHours(1)),
            new ReviewChange.Escalate("help")];
        foreach (var change in changes)
        {
            Assert.Equal("forbidden", (await _reviews.ChangeAsync(review, change, Dan)).Refused!.Code);
        }

        Assert.Equal("forbidden", (await _reviews.ChangeAsync(review, new ReviewChange.Comment("hi"), new Actor("eve", Role.Viewer))).Refused!.Code);
        await _reviews.ApproveAsync(review, Ben, undo: 60);
        foreach (var change in changes)
        {
            Assert.Equal("not-open", (await _reviews.ChangeAsync(review, change)).Refused!.Code);
        }

        Assert.Equal("not-found", (await _reviews.Engine.Get<ChangeReview>().ExecuteAsync(ReviewId.New(TimeProvider.System), new ReviewChange.Claim(), Ben)).Refused!.Code);
    }

    [Fact]
    public async Task Change_RepeatedWithItsKey_HappensOnce()
    {
        var review = await _reviews.AskAsync("queue: q");
        var key = new IdempotencyKey("k", "h");

        await _reviews.ChangeAsync(review, new ReviewChange.Comment("once"), key: key);
        Assert.IsType<Answer<ReviewState>.Duplicate>(await _reviews.ChangeAsync(review, new ReviewChange.Comment("once"), key: key));

        Assert.Single((await _reviews.ReadAsync(review)).Comments);
    }

    private ReviewQueries Queries => _reviews.Engine.Get<ReviewQueries>();
}
