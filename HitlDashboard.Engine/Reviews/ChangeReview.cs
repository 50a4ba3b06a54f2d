using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Everything that people do with a review short of deciding it. Each is an entry of the history with its actor; none changes the review's state.</summary>
public sealed class ChangeReview
{
    private readonly TaskLedger _ledger;

    internal ChangeReview(TaskLedger ledger) => _ledger = ledger;

    /// <summary>Claims, releases, hands on, defers, comments or escalates. Safe to repeat with the same key.</summary>
    /// <param name="review">The review.</param>
    /// <param name="change">What to do.</param>
    /// <param name="actor">Who does it; needs the role supervisor, for a comment operator.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; it may have been recorded all the same.</param>
    /// <returns>
    /// The review's state. Stale <c>not-open</c>, or <c>claimed</c> where somebody else looks at it; NotAllowed <c>not-found</c>, <c>forbidden</c>,
    /// <c>invalid-input</c>, <c>reason-required</c>, <c>defer-past-due</c> or <c>no-escalation</c>.
    /// </returns>
    public Task<Answer<ReviewState>> ExecuteAsync(
        ReviewId review, ReviewChange change, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new ChangeReviewCommand(actor, review, change) { Key = key }, cancellation);
}
