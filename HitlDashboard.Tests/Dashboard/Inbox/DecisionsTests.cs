using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class DecisionsTests
{
    private static readonly IdempotencyKey Key = new("inbox:1", "hash");

    private readonly FakeReviews _reviews = new();

    [Fact]
    public async Task DecideAsync_Approve_StagesAndGoesOn()
    {
        var (desk, decisions) = await OpenAsync(3);

        Assert.True(await decisions.DecideAsync(Approve(desk), Key, default));

        Assert.Equal("Item 2", desk.Selected!.Item.Title);
        Assert.Equal(ReviewState.Staged, desk.Rows.Loaded[0].State);
        Assert.Equal("Item 1", desk.Staged.Top!.Title);
        Assert.Equal((2, 1), (desk.WaitingCount, desk.StagedCount));
        Assert.Equal("Approved. Undo with u, 8 seconds. Next: Item 2", desk.Announcement);
    }

    [Fact]
    public async Task DecideAsync_Last_LeavesNothingSelected()
    {
        var (desk, decisions) = await OpenAsync(1);

        await decisions.DecideAsync(Approve(desk), Key, default);

        Assert.Null(desk.Selected);
        Assert.EndsWith("Nothing is left.", desk.Announcement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DecideAsync_LastButSomethingArrived_BringsItIn()
    {
        var (desk, decisions) = await OpenAsync(1);
        var arrival = _reviews.Add(FakeReviews.Detail(50));
        await desk.ApplyAsync([new(1, arrival.Item.Id, default, "editors", ReviewState.Open)], default);

        await decisions.DecideAsync(Approve(desk), Key, default);

        Assert.Equal(arrival.Item.Id, desk.Selected!.Item.Id);
    }

    [Fact]
    public async Task DecideAsync_SomebodyWasFaster_StaysAndNamesTheWinner()
    {
        var (desk, decisions) = await OpenAsync(2);
        _reviews.RefuseWith = new Refusal("already-decided", "…", EngineJson.From(new { winner = new { user = "ben", decision = Verdict.Reject } }));

        Assert.False(await decisions.DecideAsync(Approve(desk), Key, default));

        Assert.Equal("Item 1", desk.Selected!.Item.Title);
        Assert.Equal("Nothing was changed: ben rejected it first.", desk.Notice!.Sentence);
        Assert.Equal(0, desk.Staged.Count);
    }

    [Fact]
    public async Task UndoAsync_Latest_ReturnsToItsItem()
    {
        var (desk, decisions) = await OpenAsync(3);
        await decisions.DecideAsync(Approve(desk), Key, default);
        await decisions.DecideAsync(Approve(desk), Key, default);

        Assert.True(await decisions.UndoAsync(desk.Staged.Top!.ReviewId, Key, default));

        Assert.Equal("Item 2", desk.Selected!.Item.Title);
        Assert.Equal(ReviewState.Open, desk.Rows.Loaded[1].State);
        Assert.Equal("Item 1", desk.Staged.Top!.Title);
    }

    [Fact]
    public async Task UndoAsync_AfterAMerge_PutsTheItemUnderTheCursor()
    {
        var (desk, decisions) = await OpenAsync(3);
        await decisions.DecideAsync(Approve(desk), Key, default);
        await desk.MergeAsync(default);
        _reviews.Set(_reviews[0].Item.Id, row => row with { State = ReviewState.Staged });

        await decisions.UndoAsync(_reviews[0].Item.Id, Key, default);

        Assert.Equal("Item 1", desk.Selected!.Item.Title);
        Assert.Equal(3, desk.Rows.Total);
        Assert.Equal(desk.Rows.PlaceOf(desk.Selected.Item.Id), desk.Cursor);
    }

    [Fact]
    public async Task UndoAsync_TooLate_SaysSo()
    {
        var (desk, decisions) = await OpenAsync(2);
        await decisions.DecideAsync(Approve(desk), Key, default);
        _reviews.RefuseWith = new Refusal("not-staged", "…");

        Assert.False(await decisions.UndoAsync(_reviews[0].Item.Id, Key, default));

        Assert.Equal("Too late to undo: the decision has taken effect.", desk.Notice!.Sentence);
        Assert.Null(desk.Staged.Top);
    }

    [Fact]
    public async Task DecideAsync_WhereOthersMustAgree_CanBeTakenBackUntilTheyDid()
    {
        var (desk, decisions) = await OpenAsync(2);
        _reviews.Missing = 1;
        var counted = desk.Selected!.Item.Id;

        await decisions.DecideAsync(Approve(desk), Key, default);
        Assert.Equal((counted, 1), (desk.Staged.Top!.ReviewId, desk.Staged.Top.Missing));

        desk.Staged.Hear(counted, ReviewState.Open);
        Assert.Equal(1, desk.Staged.Count);
        desk.Staged.Hear(counted, ReviewState.Decided);
        Assert.Equal(0, desk.Staged.Count);
    }

    [Fact]
    public async Task Hear_ReleaseInAQueueThatIsNotShown_TakesTheUndoAway()
    {
        var (desk, decisions) = await OpenAsync(2);
        await decisions.DecideAsync(Approve(desk), Key, default);
        var decided = _reviews[0].Item;
        await desk.LoadAsync(new InboxFilter("ops"), null, FakeReviews.Ana, default);

        await desk.ApplyAsync([new EngineEvent.ReviewChanged(9, decided.Id, decided.RunId, decided.Queue, ReviewState.Decided)], default);

        Assert.Equal(0, desk.Staged.Count);
    }

    [Fact]
    public async Task Hear_HandedToAnotherQueue_ReadsTheRowAgain()
    {
        var (desk, _) = await OpenAsync(2);
        var moved = _reviews[1].Item;
        _reviews.Set(moved.Id, row => row with { Queue = "ops", Assignee = "ben" });

        await desk.ApplyAsync([new EngineEvent.ReviewChanged(9, moved.Id, moved.RunId, "ops", ReviewState.Open)], default);

        Assert.Equal("ben", desk.Rows.Loaded[1].Assignee);
    }

    [Fact]
    public async Task UndoAsync_NothingStaged_SaysSo()
    {
        var (desk, decisions) = await OpenAsync(1);

        Assert.True(await decisions.UndoAsync(null, Key, default));

        Assert.Equal("Nothing to undo", desk.Announcement);
    }

    [Fact]
    public async Task LoadAsync_StagedByMe_CanStillBeUndone()
    {
        var (desk, decisions) = await OpenAsync(2);
        await decisions.DecideAsync(Approve(desk), Key, default);
        var later = new InboxDesk(_reviews.Access);

        await later.LoadAsync(new InboxFilter(), null, FakeReviews.Ana, default);

        Assert.Equal("Item 1", later.Staged.Top!.Title);
    }

    [Theory]
    [InlineData(Risk.Low, false)]
    [InlineData(Risk.Medium, false)]
    [InlineData(Risk.High, true)]
    [InlineData(Risk.Critical, true)]
    public void IsWanted_Approve_DependsOnTheRisk(Risk risk, bool expected) =>
        Assert.Equal(expected, OpenForm.IsWanted(Verdict.Approve, FakeReviews.Detail(1, with => with.Risk = risk)));

    [Theory]
    [InlineData(Verdict.Reject, null, null, true)]
    [InlineData(Verdict.Reject, "Wrong tone", null, false)]
    [InlineData(Verdict.Reject, null, "because", false)]
    [InlineData(Verdict.SendBack, "Wrong tone", " ", true)]
    [InlineData(Verdict.SendBack, null, "shorter", false)]
    public void ProblemOf_MissingWords_IsSaid(Verdict verdict, string? reason, string? note, bool isProblem) =>
        Assert.Equal(isProblem, new OpenForm(verdict, FakeReviews.Detail(1)).ProblemOf(Input() with { Reason = reason, Note = note }) is not null);

    [Theory]
    [InlineData(Verdict.Approve, "0007", false)]
    [InlineData(Verdict.Approve, "007", true)]
    [InlineData(Verdict.Approve, null, true)]
    [InlineData(Verdict.Amend, null, true)]
    [InlineData(Verdict.Reject, null, false)]
    public void ProblemOf_Critical_WantsTheTokenForWhatReleases(Verdict verdict, string? token, bool isProblem) =>
        Assert.Equal(isProblem, new OpenForm(verdict, FakeReviews.Detail(7, with => with.Risk = Risk.Critical)).ProblemOf(Input() with { Token = token, Note = "note" }) is not null);

    [Fact]
    public void Request_RejectWithReasonAndNote_KeepsBoth()
    {
        var request = new OpenForm(Verdict.Reject, FakeReviews.Detail(1)).Request(Input() with { Reason = "Wrong tone", Note = " too loud " }, null);

        Assert.Equal(("Wrong tone", "too loud", 3, "d"), (request.Reason, request.Comment, request.Version, request.Digest));
    }

    [Fact]
    public async Task OnceAsync_SamePressTwice_RunsOnce()
    {
        var answered = new AnsweredCommands();
        var runs = 0;

        for (var press = 0; press < 2; press++)
        {
            await answered.OnceAsync("key", () => Task.FromResult(++runs == 1 ? CommandResult.Saved : CommandResult.Refused));
        }

        Assert.Equal(1, runs);
    }

    private static CommandInput Input() => new(FakeReviews.Detail(1).Item.Id.ToString(), 3, "d", "key");

    private static DecisionRequest Approve(InboxDesk desk) => OpenForm.Plain(Verdict.Approve, desk.Selected!, Input());

    private async Task<(InboxDesk Desk, Decisions Decisions)> OpenAsync(int count)
    {
        var desk = new InboxDesk(_reviews.Add(count).Access);
        await desk.LoadAsync(new InboxFilter(), null, FakeReviews.Ana, default);
        return (desk, new Decisions(_reviews.Access, desk, _reviews.Clock));
    }
}
