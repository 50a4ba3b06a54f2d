using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>After events were lost: finds out what arrived and what left, without moving a row.</summary>
internal static class Resync
{
    public static async Task RunAsync(ReviewAccess access, InboxRows rows, InboxFilter filter, CancellationToken cancellation)
    {
        var fresh = await access.List(filter.Listed() with { Limit = InboxRows.PageSize }, cancellation);
        var still = fresh.Items.Select(row => row.Id).ToHashSet();
        foreach (var row in fresh.Items)
        {
            rows.Note(row.Id, row.State);
            rows.Replace(row);
        }

        foreach (var gone in rows.Loaded.Take(InboxRows.PageSize).Where(row => row.State == ReviewState.Open && !still.Contains(row.Id)).ToList())
        {
            rows.Replace((await access.Get(gone.Id, cancellation))?.Item);
        }
    }
}
