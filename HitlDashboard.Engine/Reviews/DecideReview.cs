using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Makes decisions and takes them back.</summary>
public sealed class DecideReview
{
    private readonly TaskLedger _ledger;

    internal DecideReview(TaskLedger ledger) => _ledger = ledger;

    /// <summary>Stages a decision durably; with no undo window it takes effect in the same transaction. Safe to repeat with the same key.</summary>
    /// <param name="request">What is decided, with the version that was seen.</param>
    /// <param name="actor">Who decides; needs the role supervisor.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; the decision may have been recorded all the same.</param>
    /// <returns>Stale <c>already-decided</c> with the winner or <c>stale-version</c>; NotAllowed <c>not-found</c>, <c>not-open</c>, <c>forbidden</c>, <c>verdict-not-allowed</c>, <c>reason-required</c> or <c>invalid-output</c> with the violations.</returns>
    public Task<Answer<DecisionResult>> ExecuteAsync(
        DecisionRequest request, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new StageDecisionCommand(actor, request) { Key = key }, cancellation);

    /// <summary>Takes a staged decision back; the review is open again.</summary>
    /// <returns>NotAllowed <c>not-found</c>, <c>not-staged</c> (its window ended) or <c>forbidden</c> (somebody else decided).</returns>
    public Task<Answer<ReviewState>> UndoAsync(
        ReviewId review, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new UndoDecisionCommand(actor, review) { Key = key }, cancellation);
}
