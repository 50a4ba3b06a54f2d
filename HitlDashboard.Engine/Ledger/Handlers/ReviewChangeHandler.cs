using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Claims, hands on, defers, comments, escalates. The rules are in <see cref="ReviewDesk"/>.</summary>
internal static class ReviewChangeHandler
{
    public static Answer<ReviewState> Change(LedgerSession session, ChangeReviewCommand command)
    {
        if (Refuse.Unless<ReviewState>(command.Actor, command.Change is ReviewChange.Comment ? Role.Operator : Role.Supervisor) is { } forbidden)
        {
            return forbidden;
        }

        if (session.Review(command.ReviewId) is not { } review)
        {
            return Refuse.NotFound<ReviewState>("review", command.ReviewId);
        }

        var (facts, refusal) = ReviewDesk.Apply(review.Facts, command.Change, command.Actor, session.Now);
        return refusal is not null ? Refused(refusal) : Write(session, command, review, facts!);
    }

    private static Answer<ReviewState> Write(LedgerSession session, ChangeReviewCommand command, ReviewImage review, ReviewFacts facts)
    {
        var actor = command.Actor;
        switch (command.Change)
        {
            case ReviewChange.Claim when review.Facts.HolderAt(session.Now) == actor.Name:
                // A renewal is no news.
                session.Statements.RenewClaim.Execute(session.Transaction, ValueConversions.Bytes(review.Id.Value), actor.Name, facts.ClaimedUntil?.UtcTicks);
                break;
            case ReviewChange.Claim:
                ReviewFactMoves.Change(session, actor, review, facts, ReviewFact.Claim, new { until = facts.ClaimedUntil });
                break;
            case ReviewChange.Unclaim when review.Facts.HolderAt(session.Now) is not null:
                ReviewFactMoves.Change(session, actor, review, facts with { DeferredUntil = review.Facts.DeferredUntil }, ReviewFact.Unclaim, null);
                break;
            case ReviewChange.Delegate { To: var to }:
                ReviewFactMoves.Change(session, actor, review, facts, ReviewFact.Delegate, new { to = to.ToString() });
                Escalation.Tell(session, "review.delegated", review);
                break;
            case ReviewChange.Defer:
                ReviewFactMoves.Change(session, actor, review, facts, ReviewFact.Defer, new { until = facts.DeferredUntil });
                break;
            case ReviewChange.Comment { Text: var text }:
                ReviewFactMoves.Record(session, actor, review, ReviewFact.Comment, new { comment = text.Trim() });
                break;
            case ReviewChange.Escalate { Reason: var reason } when !Escalation.Up(session, actor, review, reason.Trim(), timedOut: false):
                return Refuse.With<ReviewState>("no-escalation", review.Request.EscalateTo.Count == 0
                    ? "The definition names nobody to escalate to: it has no 'escalateTo'."
                    : $"It went up the whole ladder already ({string.Join(", ", review.Request.EscalateTo)}): there is no further step.");
        }

        return new Answer<ReviewState>.Applied(review.State);
    }

    private static Answer<ReviewState> Refused(Refusal refusal) => refusal.Code is "not-open" or "claimed"
        ? new Answer<ReviewState>.Stale(refusal)
        : new Answer<ReviewState>.NotAllowed(refusal);
}
