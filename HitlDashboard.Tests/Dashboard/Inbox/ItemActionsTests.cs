using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Inbox;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

/// <summary>What people do with an item short of deciding it.</summary>
public sealed class ItemActionsTests : IDisposable
{
    private static readonly IdempotencyKey Key = new("inbox:1", "hash");
    private static readonly ReviewChange Later = new ReviewChange.Defer(FixedClock.Noon.AddHours(1));

    private readonly FakeReviews _reviews = new();
    private readonly TickingClock _clock = new();
    private readonly ClaimKeeper _keeper;

    public ItemActionsTests() => _keeper = new ClaimKeeper(_reviews.Access, () => FakeReviews.Ana, _clock);

    public void Dispose() => _keeper.Dispose();

    [Fact]
    public async Task Apply_Defer_GoesOnAndKeepsThePlace()
    {
        var (desk, items) = await OpenAsync(3);

        Assert.True(await items.ApplyAsync(_reviews[0].Item.Id, Later, Key, default));

        Assert.Equal("Item 2", desk.Selected!.Item.Title);
        Assert.Equal(3, desk.Rows.Total);
        Assert.Equal((2, 1), (desk.WaitingCount, desk.DeferredCount));
        Assert.Equal("Item 1: deferred until 2026-03-02 13:00 UTC.", desk.Announcement);
    }

    [Fact]
    public async Task Advance_AfterTheLast_DoesNotComeBackToWhatWasDeferred()
    {
        var (desk, items) = await OpenAsync(2);
        await items.ApplyAsync(_reviews[0].Item.Id, Later, Key, default);

        await items.ApplyAsync(_reviews[1].Item.Id, Later, Key, default);

        Assert.Null(desk.Selected);
    }

    [Fact]
    public async Task Apply_CommentAndClaim_StayAtTheItem()
    {
        var (desk, items) = await OpenAsync(2);

        await items.ApplyAsync(_reviews[0].Item.Id, new ReviewChange.Comment("Ask Ben"), Key, default);
        Assert.Equal("Item 1", desk.Selected!.Item.Title);

        await items.ApplyAsync(_reviews[0].Item.Id, new ReviewChange.Claim(), Key, default);
        Assert.Equal(("Item 1", "ana"), (desk.Selected.Item.Title, desk.Selected.Item.Claim!.By));
        Assert.Equal(_reviews[0].Item.Id, _keeper.Held);
    }

    [Fact]
    public async Task Apply_Refused_SaysWhyAndStays()
    {
        var (desk, items) = await OpenAsync(2);
        _reviews.RefuseWith = new Refusal("defer-past-due", "It would come back after its time is over.");

        Assert.False(await items.ApplyAsync(_reviews[0].Item.Id, Later, Key, default));

        Assert.Equal(("Item 1", "It would come back after its time is over."), (desk.Selected!.Item.Title, desk.Notice!.Sentence));
    }

    [Fact]
    public async Task Claim_InFront_IsRenewedUntilAnotherItemIs()
    {
        var (_, items) = await OpenAsync(2);
        await items.ApplyAsync(_reviews[0].Item.Id, new ReviewChange.Claim(), Key, default);
        Assert.True(_clock.Period > TimeSpan.Zero && _clock.Period < ReviewDesk.ClaimLength);

        _clock.Tick();
        await _keeper.ShowsAsync(_reviews[1].Item.Id);

        Assert.Equal(["Claim", "Claim", "Unclaim"], _reviews.Changed.Select(change => change.Change.GetType().Name));
        Assert.Null(_keeper.Held);
        Assert.Equal(Timeout.InfiniteTimeSpan, _clock.Period);
    }

    [Fact]
    public async Task Claim_OfSomebodyElseByNow_IsForgotten()
    {
        var (_, items) = await OpenAsync(1);
        await items.ApplyAsync(_reviews[0].Item.Id, new ReviewChange.Claim(), Key, default);
        _reviews.RefuseWith = new Refusal("claimed", "Ben looks at it.");

        _clock.Tick();

        Assert.Null(_keeper.Held);
    }

    [Theory]
    [InlineData(ItemAction.Comment, null, "Write what you want to say.")]
    [InlineData(ItemAction.Escalate, "  ", "Say why somebody else should decide.")]
    [InlineData(ItemAction.Defer, null, "Choose how long, or an instant in the future.")]
    [InlineData(ItemAction.Delegate, null, "Say to whom: a queue, or a person as @name.")]
    public async Task Read_NothingFilledIn_SaysWhatIsMissing(ItemAction action, string? note, string expected) =>
        Assert.Equal((null, expected), await Open(action).ReadAsync(Input() with { Note = note }, FixedClock.Noon, Nobody));

    [Theory]
    [InlineData("PT4H", null, "2026-03-02T16:00:00Z")]
    [InlineData("PT4H", "2026-03-03T08:00:00.000Z", "2026-03-03T08:00:00Z")]
    [InlineData("PT4H", "2026-03-02T11:59:00Z", null)]
    [InlineData("nonsense", null, null)]
    public async Task Read_Defer_TakesWhatWasTypedBeforeTheDelay(string delay, string? until, string? expected)
    {
        var (change, _) = await Open(ItemAction.Defer).ReadAsync(Input() with { Reason = delay, Until = until }, FixedClock.Noon, Nobody);

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected), (change as ReviewChange.Defer)?.Until);
    }

    [Fact]
    public async Task Read_Delegate_WantsSomebodyWhoIsKnown()
    {
        var (_, problem) = await Open(ItemAction.Delegate).ReadAsync(Input() with { Target = "@bne" }, FixedClock.Noon, Nobody);
        var (change, _) = await Open(ItemAction.Delegate).ReadAsync(Input() with { Target = " @ben " }, FixedClock.Noon, to => Task.FromResult<ReviewTarget?>(new(null, to[1..])));

        Assert.StartsWith("'@bne' is neither a queue", problem, StringComparison.Ordinal);
        Assert.Equal(new ReviewChange.Delegate(new ReviewTarget(null, "ben")), change);
    }

    private static Task<ReviewTarget?> Nobody(string to) => Task.FromResult<ReviewTarget?>(null);

    private static OpenAction Open(ItemAction action) => new(action, FakeReviews.Detail(1), []);

    private static CommandInput Input() => new(FakeReviews.Detail(1).Item.Id.ToString(), 1, "d", "key");

    private async Task<(InboxDesk Desk, ItemActions Items)> OpenAsync(int count)
    {
        var desk = new InboxDesk(_reviews.Add(count).Access);
        await desk.LoadAsync(new InboxFilter(), null, FakeReviews.Ana, default);
        return (desk, new ItemActions(_reviews.Access, desk, _keeper));
    }

    /// <summary>Its one timer fires when it is told to.</summary>
    private sealed class TickingClock : TimeProvider, ITimer
    {
        private TimerCallback _callback = _ => { };

        public TimeSpan Period { get; private set; }

        public void Tick() => _callback(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
