using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class InboxDeskTests
{
    private readonly FakeReviews _reviews = new();

    [Fact]
    public async Task LoadAsync_NothingNamed_SelectsTheFirst()
    {
        var desk = await LoadAsync(3);

        Assert.Equal("Item 1", desk.Selected!.Item.Title);
        Assert.Equal(0, desk.Cursor);
        Assert.Equal(3, desk.WaitingCount);
    }

    [Fact]
    public async Task LoadAsync_NamedItem_IsSelected()
    {
        _reviews.Add(3);
        var desk = new InboxDesk(_reviews.Access);

        await desk.LoadAsync(new InboxFilter(), _reviews[2].Item.Id, FakeReviews.Ana, default);

        Assert.Equal(2, desk.Cursor);
    }

    [Fact]
    public async Task LoadAsync_UnknownItem_SaysSo()
    {
        var desk = new InboxDesk(_reviews.Access);

        await desk.LoadAsync(new InboxFilter(), FakeReviews.Detail(77).Item.Id, FakeReviews.Ana, default);

        Assert.Null(desk.Selected);
        Assert.StartsWith("There is no such item", desk.Notice!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MoveAsync_Next_WasReadAhead()
    {
        var desk = await LoadAsync(5);
        var reads = _reviews.Reads.Count;

        await desk.MoveAsync(1, default);

        Assert.Equal("Item 2", desk.Selected!.Item.Title);
        Assert.DoesNotContain(_reviews[1].Item.Id, _reviews.Reads.Skip(reads));
    }

    [Fact]
    public async Task ApplyAsync_Arrival_WaitsBehindThePill()
    {
        var desk = await LoadAsync(2);
        var arrival = _reviews.Add(FakeReviews.Detail(50));

        await desk.ApplyAsync([Changed(arrival.Item.Id, ReviewState.Open)], default);

        Assert.Equal((2, 1), (desk.Rows.Total, desk.Rows.NewCount));
        Assert.Equal("1 new item", desk.Announcement);
        await desk.MergeAsync(default);
        Assert.Equal((3, 0), (desk.Rows.Total, desk.Rows.NewCount));
        Assert.Equal("Item 1", desk.Selected!.Item.Title);
    }

    [Fact]
    public async Task ApplyAsync_ArrivalInAnEmptyList_ComesInByItself()
    {
        var desk = await LoadAsync(0);
        var arrival = _reviews.Add(FakeReviews.Detail(50));

        await desk.ApplyAsync([Changed(arrival.Item.Id, ReviewState.Open)], default);

        Assert.Equal(arrival.Item.Id, desk.Selected!.Item.Id);
    }

    [Fact]
    public async Task ApplyAsync_ArrivalAfterEverythingWasDecided_ComesInByItself()
    {
        var desk = await LoadAsync(1);
        _reviews.Set(_reviews[0].Item.Id, row => row with { State = ReviewState.Decided, Decision = By("ana", Verdict.Approve) });
        await desk.ApplyAsync([Changed(_reviews[0].Item.Id, ReviewState.Decided)], default);
        await desk.AdvanceAsync(default);
        var arrival = _reviews.Add(FakeReviews.Detail(50));

        await desk.ApplyAsync([Changed(arrival.Item.Id, ReviewState.Open)], default);

        Assert.Equal(arrival.Item.Id, desk.Selected!.Item.Id);
    }

    [Theory]
    [InlineData("ops", "Item", 0)]
    [InlineData("editors", "other", 0)]
    [InlineData("editors", "item", 1)]
    public async Task ApplyAsync_Arrival_CountsOnlyWhereItMatchesTheFilter(string queue, string search, int expected)
    {
        var desk = await LoadAsync(2, new InboxFilter(queue, search));
        var arrival = _reviews.Add(FakeReviews.Detail(50));
        _reviews.Add(FakeReviews.Detail(51, with => (with.Title, with.Queue) = ("other item", "ops")));
        await desk.LoadAsync(new InboxFilter(queue, search), null, FakeReviews.Ana, default);
        var before = desk.Rows.Total;

        var late = _reviews.Add(FakeReviews.Detail(60));
        await desk.ApplyAsync([Changed(late.Item.Id, ReviewState.Open)], default);

        Assert.Equal(expected, desk.Rows.NewCount);
        Assert.Equal(before, desk.Rows.Total);
        Assert.NotNull(arrival);
    }

    [Fact]
    public async Task ApplyAsync_SelectedDecidedElsewhere_ShowsWho()
    {
        var desk = await LoadAsync(2);
        var id = desk.Selected!.Item.Id;
        _reviews.Set(id, row => row with { State = ReviewState.Decided, Decision = By("ben", Verdict.Approve) });

        await desk.ApplyAsync([Changed(id, ReviewState.Decided)], default);

        Assert.Equal("ben approved this. This is final.", WhyLocked.Of(desk.Selected!.Item, FakeReviews.Ana));
        Assert.Equal(2, desk.Rows.Total);
    }

    [Fact]
    public async Task ApplyAsync_SelectedChanged_SaysThatItIsShownAfresh()
    {
        var desk = await LoadAsync(1);
        var id = desk.Selected!.Item.Id;
        _reviews.Set(id, row => row with { Version = 2 });

        await desk.ApplyAsync([Changed(id, ReviewState.Open)], default);

        Assert.Equal(2, desk.Selected!.Item.Version);
        Assert.Contains("changed since you read it", desk.Notice!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplyAsync_EventsWereLost_FindsWhatCameAndWent()
    {
        var desk = await LoadAsync(3);
        _reviews.Set(_reviews[1].Item.Id, row => row with { State = ReviewState.Decided, Decision = By("ben", Verdict.Reject) });
        _reviews.Add(FakeReviews.Detail(50));

        await desk.ApplyAsync(null, default);

        Assert.Equal(ReviewState.Decided, desk.Rows.Loaded[1].State);
        Assert.Equal(1, desk.Rows.NewCount);
    }

    private static ReviewDecision By(string who, Verdict verdict) => new()
    {
        Id = DecisionId.New(TimeProvider.System), Verdict = verdict, By = who, At = Support.FixedClock.Noon, ReleaseAt = Support.FixedClock.Noon,
    };

    private static EngineEvent.ReviewChanged Changed(ReviewId id, ReviewState state) => new(1, id, default, "editors", state);

    private async Task<InboxDesk> LoadAsync(int count, InboxFilter? filter = null)
    {
        var desk = new InboxDesk(_reviews.Add(count).Access);
        await desk.LoadAsync(filter ?? new InboxFilter(), null, FakeReviews.Ana, default);
        return desk;
    }
}
