using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>What the engine does with a review by itself at its instants. After a downtime each kind happens once, not once for every instant missed.</summary>
internal static class WakeHandler
{
    public static Answer<ReviewState> Wake(LedgerSession session, WakeReviewCommand command)
    {
        if (session.Review(command.ReviewId) is not { } review)
        {
            return Refuse.NotFound<ReviewState>("review", command.ReviewId);
        }

        if (review.Facts.WakeAt is not { } due || due > session.Now)
        {
            return Refuse.Stale<ReviewState>("not-due", "Nothing is due.", new { state = review.State });
        }

        if (review.State == ReviewState.Staged)
        {
            DecisionHandlers.Release(session, Actor.Engine, review);
        }
        else if (review.Facts.ExpiresAt <= session.Now && review.Request.OnTimeout is { } rule)
        {
            Expire(session, review, rule);
        }
        else
        {
            Return(session, review);
            Remind(session, review);
        }

        return new Answer<ReviewState>.Applied(review.State);
    }

    private static void Expire(LedgerSession session, ReviewImage review, TimeoutRule rule)
    {
        if (rule == TimeoutRule.Escalate)
        {
            if (!Escalation.Up(session, Actor.Engine, review, "Nobody decided in time.", timedOut: true))
            {
                Overdue(session, review, "the ladder has no further step");
            }

            return;
        }

        var verdict = rule == TimeoutRule.Approve ? Verdict.Approve : Verdict.Reject;
        if (ReviewDesk.ForbidsTimeout(review.Request, review.Facts.Risk, verdict) is { } reason)
        {
            Overdue(session, review, reason);
            return;
        }

        var request = new DecisionRequest { ReviewId = review.Id, Version = review.Version, Verdict = verdict, Reason = "Nobody decided in time." };
        var id = DecisionId.New(session.Clock);
        DecisionHandlers.Insert(session, Actor.Engine, review, request, id, session.Now, "Released", timedOut: true);
        ReviewMoves.Fire(session, Actor.Engine, review, ReviewTrigger.Expire, null, id, new { verdict, timedOut = true });
        DecisionEffect.Apply(session, Actor.Engine, review, session.Decision(id));
    }

    private static void Overdue(LedgerSession session, ReviewImage review, string reason)
    {
        var facts = review.Facts with { ExpiresAt = null, Reminders = [], DeferredUntil = null };
        ReviewFactMoves.Change(session, Actor.Engine, review, facts, ReviewFact.Overdue, new { message = $"Nobody decided in time, and {reason}.", timedOut = true });
        Escalation.Tell(session, "review.overdue", review);
    }

    private static void Return(LedgerSession session, ReviewImage review)
    {
        if (review.Facts.DeferredUntil <= session.Now)
        {
            ReviewFactMoves.Change(session, Actor.Engine, review, review.Facts with { DeferredUntil = null }, ReviewFact.Return, null);
        }
    }

    private static void Remind(LedgerSession session, ReviewImage review)
    {
        var left = review.Facts.Reminders.Where(instant => instant > session.Now).ToList();
        if (left.Count < review.Facts.Reminders.Count)
        {
            ReviewFactMoves.Change(session, Actor.Engine, review, review.Facts with { Reminders = left }, ReviewFact.Remind, new { review.Facts.DueAt, review.Facts.Assignee, review.Facts.Queue });
            Escalation.Tell(session, "review.reminder", review);
        }
    }
}
