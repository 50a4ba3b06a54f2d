using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>Brings what the engine said into the list: rows that changed are read afresh, those that are new are only counted.</summary>
internal sealed class HeardChanges(ReviewAccess access, InboxRows rows, ReviewShelf shelf, StagedDecisions staged, InboxFilter filter)
{
    public async Task NoteAsync(IReadOnlyCollection<EngineEvent.ReviewChanged> changes, CancellationToken cancellation)
    {
        const int readAtMost = 20;
        var read = 0;
        foreach (var change in changes)
        {
            // Also of other queues: what I decided there can still be undone, until it takes effect.
            shelf.Forget(change.ReviewId);
            staged.Hear(change.ReviewId, change.State);
            var place = rows.PlaceOf(change.ReviewId);
            if (place < 0 && ((filter.Queue is not null && change.Queue != filter.Queue) || change.IsFact
                || (filter.Search is not null && !await MatchesAsync(change.ReviewId, cancellation))))
            {
                continue;
            }

            var hasMoved = place >= 0 && rows.Loaded[place].Queue != change.Queue;
            if ((rows.Note(change.ReviewId, change.State) || change.IsFact || hasMoved) && read++ < readAtMost)
            {
                rows.Replace((await access.Get(change.ReviewId, cancellation))?.Item);
            }
        }
    }

    private async Task<bool> MatchesAsync(ReviewId id, CancellationToken cancellation) =>
        await shelf.GetAsync(id, cancellation) is { } detail && detail.Item.Title.Contains(filter.Search!, StringComparison.OrdinalIgnoreCase);
}
