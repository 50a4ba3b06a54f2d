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
        foreach (var change in changes.Where(change => filter.Queue is null || change.Queue == filter.Queue || rows.PlaceOf(change.ReviewId) >= 0))
        {
            shelf.Forget(change.ReviewId);
            if (change.State != ReviewState.Staged)
            {
                staged.Remove(change.ReviewId);
            }

            if (rows.PlaceOf(change.ReviewId) < 0 && (change.IsFact || (filter.Search is not null && !await MatchesAsync(change.ReviewId, cancellation))))
            {
                continue;
            }

            if ((rows.Note(change.ReviewId, change.State) || change.IsFact) && read++ < readAtMost)
            {
                rows.Replace((await access.Get(change.ReviewId, cancellation))?.Item);
            }
        }
    }

    private async Task<bool> MatchesAsync(ReviewId id, CancellationToken cancellation) =>
        await shelf.GetAsync(id, cancellation) is { } detail && detail.Item.Title.Contains(filter.Search!, StringComparison.OrdinalIgnoreCase);
}
