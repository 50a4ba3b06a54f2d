using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class InboxRowsTests
{
    private static readonly ReviewFilter Waiting = new();

    private readonly FakeReviews _reviews = new();

    [Fact]
    public async Task LoadAsync_ManyReviews_ReadsOnePageAndKnowsTheRest()
    {
        var rows = await LoadAsync(1000);

        Assert.Equal(InboxRows.PageSize, rows.Loaded.Count);
        Assert.Equal(1000, rows.Total);
        Assert.Equal(1, _reviews.Lists);
    }

    [Fact]
    public async Task EnsureAsync_TwiceAtTheSameTime_ReadsEachPageOnce()
    {
        var rows = await LoadAsync(1000);

        await Task.WhenAll(rows.EnsureAsync(650, default), rows.EnsureAsync(500, default));

        Assert.Equal(4, _reviews.Lists);
        Assert.Equal(rows.Loaded.Count, rows.Loaded.Select(row => row.Id).Distinct().Count());
    }

    [Fact]
    public async Task EnsureAsync_Everything_EndsAtTheEnd()
    {
        var rows = await LoadAsync(450);

        await rows.EnsureAsync(10_000, default);

        Assert.Equal(450, rows.Total);
    }

    [Fact]
    public async Task Note_UnknownOpenReview_IsCountedAndMovesNothing()
    {
        var rows = await LoadAsync(3);
        var before = rows.Loaded.ToList();

        Assert.False(rows.Note(FakeReviews.Detail(99).Item.Id, ReviewState.Open));

        Assert.Equal(1, rows.NewCount);
        Assert.Equal(before, rows.Loaded);
    }

    [Fact]
    public async Task Note_ArrivalThatIsDecidedMeanwhile_IsNotNewAnyMore()
    {
        var rows = await LoadAsync(3);
        var id = FakeReviews.Detail(99).Item.Id;

        rows.Note(id, ReviewState.Open);
        rows.Note(id, ReviewState.Decided);

        Assert.Equal(0, rows.NewCount);
    }

    [Fact]
    public async Task Note_RowThatWasDecided_StaysInItsPlace()
    {
        var rows = await LoadAsync(3);

        Assert.True(rows.Note(_reviews[1].Item.Id, ReviewState.Decided));

        Assert.Equal(ReviewState.Decided, rows.Loaded[1].State);
        Assert.Equal(3, rows.Total);
    }

    [Fact]
    public async Task Note_StateThatIsKnown_NeedsNoReading()
    {
        var rows = await LoadAsync(1);
        rows.Note(_reviews[0].Item.Id, ReviewState.Decided);

        Assert.False(rows.Note(_reviews[0].Item.Id, ReviewState.Decided));
    }

    [Fact]
    public async Task NextAsync_NoneAfter_GoesRoundToTheFirst()
    {
        var rows = await LoadAsync(3);
        rows.Note(_reviews[0].Item.Id, ReviewState.Decided);

        Assert.Equal(1, await rows.NextAsync(2, row => row.State == ReviewState.Open, default));
    }

    [Fact]
    public async Task NextAsync_AllDecided_IsNone()
    {
        var rows = await LoadAsync(1);
        rows.Note(_reviews[0].Item.Id, ReviewState.Staged);

        Assert.Equal(-1, await rows.NextAsync(0, row => row.State == ReviewState.Open, default));
    }

    private async Task<InboxRows> LoadAsync(int count)
    {
        var rows = new InboxRows(_reviews.Add(count).Access);
        await rows.LoadAsync(Waiting, default);
        return rows;
    }
}
