using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Makes decisions and takes them back.</summary>
public sealed class DecideReview
{
    private readonly TaskLedger _ledger;
    private readonly TimeProvider _clock;

    internal DecideReview(TaskLedger ledger, TimeProvider clock) => (_ledger, _clock) = (ledger, clock);

    /// <summary>
    /// Stages a decision durably; with no undo window it takes effect in the same transaction. Where others must agree it is counted and the review stays open.
    /// Safe to repeat with the same key.
    /// </summary>
    /// <param name="request">What is decided, with the version that was seen.</param>
    /// <param name="actor">Who decides; needs the role supervisor.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; the decision may have been recorded all the same.</param>
    /// <returns>Stale <c>already-decided</c> with the winner, <c>not-open</c> (it was withdrawn), <c>stale-version</c>, or <c>already-approved</c> for a second decision of one person; NotAllowed <c>not-found</c>, <c>forbidden</c>, <c>verdict-not-allowed</c>, <c>reason-required</c>, <c>invalid-input</c> (a text too long, or an undo window outside 0 to 60 s), <c>separation-of-duties</c> or <c>invalid-output</c> with the violations.</returns>
    public Task<Answer<DecisionResult>> ExecuteAsync(
        DecisionRequest request, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new StageDecisionCommand(actor, request) { Key = key }, cancellation);

    /// <summary>Decides a frozen list, each review by itself; the history's entries carry the batch's id. Safe to repeat with the same key.</summary>
    /// <param name="requests">1 to 100, each another review, none an amend.</param>
    /// <param name="actor">Who decides; needs the role supervisor.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; the decisions may have been recorded all the same.</param>
    /// <returns>One result per review, in order; NotAllowed <c>batch-size</c>, <c>invalid-input</c> or <c>forbidden</c> for the whole.</returns>
    public Task<Answer<BatchResult>> ManyAsync(
        IReadOnlyList<DecisionRequest> requests, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new DecideBatchCommand(actor, Guid.CreateVersion7(_clock.GetUtcNow()).ToString(), requests) { Key = key }, cancellation);

    /// <summary>Takes a staged decision back; the review is open again. Also takes back an approval that waits for others.</summary>
    /// <returns>Stale <c>not-staged</c> (its window ended); NotAllowed <c>not-found</c> or <c>forbidden</c> (somebody else decided).</returns>
    public Task<Answer<ReviewState>> UndoAsync(
        ReviewId review, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new UndoDecisionCommand(actor, review) { Key = key }, cancellation);
}
