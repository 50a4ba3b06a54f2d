using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>A decision of mine that can still be taken back.</summary>
public sealed record StagedDecision(ReviewId ReviewId, string Title, ReviewDecision Decision);

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
