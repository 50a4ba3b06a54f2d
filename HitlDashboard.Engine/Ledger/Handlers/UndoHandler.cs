using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Takes a decision back: a staged one within its window, an approval that waits for others as long as it waits.</summary>
internal static class UndoHandler
{
    public static Answer<ReviewState> Undo(LedgerSession session, UndoDecisionCommand command)
    {
        if (Refuse.Unless<ReviewState>(command.Actor, Role.Supervisor) is { } forbidden)
        {
            return forbidden;
        }

        if (session.Review(command.ReviewId) is not { } review)
        {
            return Refuse.NotFound<ReviewState>("review", command.ReviewId);
        }

        if (review is not { State: ReviewState.Staged, DecisionId: { } id })
        {
            return Retract(session, command.Actor, review)
                ?? Refuse.Stale<ReviewState>("not-staged", "There is nothing to undo: the time for it has passed.", new { state = review.State });
        }

        var decision = session.Decision(id);
        if (decision.Actor != command.Actor.Name)
        {
            return Refuse.With<ReviewState>("forbidden", $"Only {decision.Actor}, who decided, can undo this.");
        }

        session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(id.Value), "Staged", "Undone");
        ReviewMoves.Fire(session, command.Actor, review, ReviewTrigger.Undo, null, null, new { verdict = decision.Verdict });
        return new Answer<ReviewState>.Applied(review.State);
    }

    // An amend that others see already stays: whoever regrets it amends again or rejects.
    private static Answer<ReviewState>? Retract(LedgerSession session, Actor actor, ReviewImage review)
    {
        var votes = session.Statements.ReadVotes.Read(session.Transaction, Row.Vote, ValueConversions.Bytes(review.Id.Value));
        var mine = votes.Find(row => row.Vote is { Counts: true, Verdict: Verdict.Approve } vote && vote.Version == review.Version && Quorum.Has([vote], review.Version, actor.Person));
        if (review.State != ReviewState.Open || mine.Vote is null)
        {
            return null;
        }

        session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(mine.Id.Value), "Counted", "Undone");
        ReviewFactMoves.Record(session, actor, review, ReviewFact.Retract, new { verdict = Verdict.Approve });
        return new Answer<ReviewState>.Applied(review.State);
    }
}
