using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Sends a review one step up its ladder, by hand or because nobody decided in time.</summary>
internal static class Escalation
{
    /// <summary>False where there is no further step; nothing was written then.</summary>
    public static bool Up(LedgerSession session, Actor actor, ReviewImage review, string reason, bool timedOut)
    {
        var old = review.Facts;
        if (ReviewDesk.Escalate(old, review.Request.EscalateTo, queue => session.DeadlinesOf(review.Request, queue)) is not { } facts)
        {
            return false;
        }

        ReviewFactMoves.Change(session, actor, review, facts, ReviewFact.Escalate, new
        {
            reason,
            to = review.Request.EscalateTo[old.Level],
            risk = facts.Risk,
            comment = old.Risk == Risk.Critical ? "The risk stays critical: there is no higher tier." : null,
            timedOut = timedOut ? true : (bool?)null,
        });
        Tell(session, "review.escalated", review);
        return true;
    }

    /// <summary>Tells those who are asked now.</summary>
    public static void Tell(LedgerSession session, string kind, ReviewImage review)
    {
        var facts = review.Facts;
        var standIn = facts.Assignee is { } assignee && Absence.StandIn(assignee, session.Absences(), session.Now) is var other && other != assignee ? other : null;
        session.Tell(
            kind, review.Id.ToString(),
            new { review = review.Id.ToString(), run = review.RunId.ToString(), review.Request.Title, facts.Queue, risk = facts.Risk, facts.Assignee, standIn, facts.DueAt },
            review.Request.Notify);
    }
}
