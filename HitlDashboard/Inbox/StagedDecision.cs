using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>A decision of mine that can still be taken back.</summary>
/// <param name="ReviewId">The item.</param>
/// <param name="Title">Its title.</param>
/// <param name="Decision">What was said.</param>
/// <param name="Missing">How many more people must approve; 0 where it is staged. Until they have, it can be taken back.</param>
public sealed record StagedDecision(ReviewId ReviewId, string Title, ReviewDecision Decision, int Missing = 0);

/// <summary>My staged decisions, the latest on top.</summary>
internal sealed class StagedDecisions
{
    private readonly List<StagedDecision> _staged = [];

    public StagedDecision? Top => _staged.Count == 0 ? null : _staged[^1];

    public int Count => _staged.Count;

    public void Push(StagedDecision staged)
    {
        Remove(staged.ReviewId);
        _staged.Add(staged);
    }

    /// <summary>Hears that an item changed: what took effect, or is open again, can't be taken back.</summary>
    public void Hear(ReviewId id, ReviewState state) =>
        _staged.RemoveAll(staged => staged.ReviewId == id && state != (staged.Missing > 0 ? ReviewState.Open : ReviewState.Staged));

    public void Remove(ReviewId id) => _staged.RemoveAll(staged => staged.ReviewId == id);

    /// <summary>Starts from what the engine holds.</summary>
    public void Restore(IEnumerable<ReviewListItem> rows, string me)
    {
        _staged.Clear();
        _staged.AddRange(rows
            .Where(row => row.State == ReviewState.Staged && row.Decision?.By == me)
            .OrderBy(row => row.Decision!.At)
            .Select(row => new StagedDecision(row.Id, row.Title, row.Decision!)));
    }
}
