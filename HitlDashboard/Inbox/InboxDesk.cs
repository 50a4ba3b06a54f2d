using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>One supervisor's inbox: the list, the item in front of them, and what they can still take back.</summary>
internal sealed class InboxDesk(ReviewAccess access)
{
    private readonly ReviewShelf _shelf = new(access);
    private long _selections;

    public InboxRows Rows { get; } = new(access);

    public StagedDecisions Staged { get; } = new();

    public InboxFilter Filter { get; private set; } = new();

    /// <summary>Who acts, as they were last checked.</summary>
    public Actor? Actor { get; set; }

    /// <summary>The item in the pane, or null.</summary>
    public ReviewDetail? Selected { get; private set; }

    /// <summary>Its place in the list; -1 where it is not in it.</summary>
    public int Cursor => Selected is { } detail ? Rows.PlaceOf(detail.Item.Id) : -1;

    public int WaitingCount { get; private set; }

    public int StagedCount { get; private set; }

    public int DeferredCount { get; private set; }

    /// <summary>What went wrong last, or null.</summary>
    public RefusalText? Notice { get; private set; }

    /// <summary>What a screen reader says next.</summary>
    public string Announcement { get; private set; } = "";

    /// <summary>Reads the list, and selects what the address names or the first that waits.</summary>
    public async Task LoadAsync(InboxFilter filter, ReviewId? wanted, Actor actor, CancellationToken cancellation)
    {
        (Filter, Actor, Notice) = (filter, actor, null);
        _shelf.ForgetAll();
        await Rows.LoadAsync(filter.Listed(), cancellation);
        var staged = await access.List(new ReviewFilter { States = [ReviewState.Staged], Limit = 200, Sort = ReviewSort.Age }, cancellation);
        Staged.Restore(staged.Items, actor.Name);
        await CountAsync(cancellation);
        if (wanted is { } id)
        {
            await SelectAsync(id, cancellation);
        }
        else if (Selected is null || Cursor < 0)
        {
            await MoveAsync(0, cancellation);
        }
        else
        {
            await SelectAsync(Selected.Item.Id, cancellation);
        }
    }

    /// <summary>Puts the item of a place in front; beyond the end there is none.</summary>
    public async Task MoveAsync(int place, CancellationToken cancellation)
    {
        await Rows.EnsureAsync(place + 1, cancellation);
        if (place >= 0 && place < Rows.Loaded.Count)
        {
            await SelectAsync(Rows.Loaded[place].Id, cancellation);
        }
        else
        {
            Selected = null;
        }
    }

    public async Task SelectAsync(ReviewId id, CancellationToken cancellation)
    {
        var selection = ++_selections;
        var detail = await _shelf.GetAsync(id, cancellation);
        if (selection != _selections)
        {
            return;
        }

        if (Selected?.Item.Id != id)
        {
            Notice = null;
        }

        Selected = detail;
        Notice = detail is null ? new RefusalText("There is no such item; it may have been removed.", []) : Notice;
        Prefetch(cancellation);
    }

    /// <summary>Brings in what is new and drops what is done; the item in front stays in front.</summary>
    public async Task MergeAsync(CancellationToken cancellation)
    {
        var kept = Selected?.Item.Id;
        await Rows.LoadAsync(Filter.Listed(), cancellation);
        await CountAsync(cancellation);
        if (kept is null || (Cursor < 0 && Selected is not { Item.State: ReviewState.Open }))
        {
            await MoveAsync(0, cancellation);
        }

        Announcement = $"{Rows.Total} in the list";
    }

    /// <summary>Hears what changed; null means that it is not known what.</summary>
    public async Task ApplyAsync(IReadOnlyCollection<EngineEvent.ReviewChanged>? changes, CancellationToken cancellation)
    {
        var before = Rows.NewCount;
        if (changes is null)
        {
            await Resync.RunAsync(access, Rows, Filter, cancellation);
            _shelf.ForgetAll();
        }
        else
        {
            await new HeardChanges(access, Rows, _shelf, Staged, Filter).NoteAsync(changes, cancellation);
        }

        await CountAsync(cancellation);
        if (Selected is { } shown && (changes is null || changes.Any(change => change.ReviewId == shown.Item.Id)))
        {
            await RefreshAsync(shown, cancellation);
        }

        if ((Rows.Total == 0 || Selected is null) && Rows.NewCount > 0)
        {
            // Nothing is in front that could move.
            await MergeAsync(cancellation);
        }
        else if (Rows.NewCount > before)
        {
            Announcement = Rows.NewCount == 1 ? "1 new item" : $"{Rows.NewCount} new items";
        }
    }

    /// <summary>Shows a decision in its row at once, before the engine's event comes.</summary>
    public void Mark(ReviewId id, ReviewState state, ReviewDecision decision)
    {
        _shelf.Forget(id);
        // The exact counts come with the engine's event; the next item must not wait for them.
        (WaitingCount, StagedCount) = (Math.Max(0, WaitingCount - 1), state == ReviewState.Staged ? StagedCount + 1 : StagedCount);
        if (Rows.PlaceOf(id) is >= 0 and var place)
        {
            Rows.Replace(Rows.Loaded[place] with { State = state, Decision = decision });
        }
    }

    /// <summary>Goes on to the next item that waits; brings in what is new where nothing else is left.</summary>
    public async Task AdvanceAsync(CancellationToken cancellation)
    {
        var next = await Rows.NextAsync(Cursor, Filter.Wants, cancellation);
        if (next < 0 && Rows.NewCount > 0)
        {
            await Rows.LoadAsync(Filter.Listed(), cancellation);
            next = await Rows.NextAsync(-1, Filter.Wants, cancellation);
        }

        await MoveAsync(next < 0 ? int.MaxValue - 1 : next, cancellation);
    }

    /// <summary>Shows why something was refused; null takes it away.</summary>
    public void Say(RefusalText? notice, string announcement) => (Notice, Announcement) = (notice, announcement);

    private async Task RefreshAsync(ReviewDetail shown, CancellationToken cancellation)
    {
        if (await RereadAsync(shown.Item.Id, cancellation) is { } fresh && fresh.Item.State == ReviewState.Open && fresh.Item.Version != shown.Item.Version)
        {
            Notice = new RefusalText("This item changed since you read it. It is shown afresh.", []);
        }
    }

    /// <summary>Reads one item afresh, for the row and for the pane.</summary>
    public async Task<ReviewDetail?> RereadAsync(ReviewId id, CancellationToken cancellation)
    {
        _shelf.Forget(id);
        var fresh = await _shelf.GetAsync(id, cancellation);
        Rows.Replace(fresh?.Item);
        if (Selected?.Item.Id == id && fresh is not null)
        {
            Selected = fresh;
        }

        return fresh;
    }

    public async Task CountAsync(CancellationToken cancellation)
    {
        WaitingCount = await access.Count(Filter.Waiting(), cancellation);
        StagedCount = await access.Count(Filter.Staged(), cancellation);
        DeferredCount = await access.Count(Filter.Deferred(), cancellation);
    }

    private void Prefetch(CancellationToken cancellation)
    {
        foreach (var row in Rows.Loaded.Skip(Cursor + 1).Where(row => row.State == ReviewState.Open).Take(3))
        {
            _shelf.Prefetch(row.Id, cancellation);
        }
    }
}
