using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Human decisions: staged durably, taken back within their window, released by the engine.</summary>
internal static class DecisionHandlers
{
    public static Answer<DecisionResult> Stage(LedgerSession session, StageDecisionCommand command)
    {
        if (Refuse.Unless<DecisionResult>(command.Actor, Role.Supervisor) is { } forbidden)
        {
            return forbidden;
        }

        var request = command.Request;
        if (session.Review(request.ReviewId) is not { } review)
        {
            return Refuse.NotFound<DecisionResult>("review", request.ReviewId);
        }

        if (DecisionChecks.Refusal(session, review, request) is { } refused)
        {
            return refused;
        }

        var id = DecisionId.New(session.Clock);
        var releaseAt = session.Now.AddSeconds(request.UndoSeconds);
        Insert(session, command.Actor, review, request, id, releaseAt);
        ReviewMoves.Fire(session, command.Actor, review, ReviewTrigger.Stage, releaseAt, id, new
        {
            verdict = request.Verdict,
            request.Reason,
            request.Comment,
            undoSeconds = request.UndoSeconds,
        });
        if (request.UndoSeconds == 0)
        {
            Release(session, command.Actor, review);
        }

        return new Answer<DecisionResult>.Applied(new DecisionResult(id, review.State, releaseAt));
    }

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
            return Refuse.Stale<ReviewState>("not-staged", "There is nothing to undo: the time for it has passed.", new { state = review.State });
        }

        var decision = session.Decision(id);
        if (decision.Actor != command.Actor.Name)
        {
            return Refuse.With<ReviewState>("forbidden", $"Only {decision.Actor}, who decided, can undo this.");
        }

        session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(id.Value), "Staged", "Undone");
        var wake = review.Request.OnTimeout is null ? null : review.DueAt;
        ReviewMoves.Fire(session, command.Actor, review, ReviewTrigger.Undo, wake, null, new { verdict = decision.Verdict });
        return new Answer<ReviewState>.Applied(review.State);
    }

    public static Answer<ReviewState> Wake(LedgerSession session, WakeReviewCommand command)
    {
        if (session.Review(command.ReviewId) is not { } review)
        {
            return Refuse.NotFound<ReviewState>("review", command.ReviewId);
        }

        if (review.WakeAt is not { } due || due > session.Now)
        {
            return Refuse.Stale<ReviewState>("not-due", "Nothing is due.", new { state = review.State });
        }

        if (review.State == ReviewState.Staged)
        {
            Release(session, Actor.Engine, review);
        }
        else if (review.State == ReviewState.Open && review.Request.OnTimeout is { } rule)
        {
            Expire(session, review, rule);
        }

        return new Answer<ReviewState>.Applied(review.State);
    }

    private static void Expire(LedgerSession session, ReviewImage review, TimeoutRule rule)
    {
        var verdict = rule switch { TimeoutRule.Approve => Verdict.Approve, TimeoutRule.Reject => Verdict.Reject };
        var request = new DecisionRequest { ReviewId = review.Id, Version = review.Version, Verdict = verdict, Reason = "Nobody decided in time." };
        var id = DecisionId.New(session.Clock);
        Insert(session, Actor.Engine, review, request, id, session.Now, "Released");
        ReviewMoves.Fire(session, Actor.Engine, review, ReviewTrigger.Expire, null, id, new { verdict, timedOut = true });
        DecisionEffect.Apply(session, Actor.Engine, review, session.Decision(id));
    }

    private static void Release(LedgerSession session, Actor actor, ReviewImage review)
    {
        var decision = session.Decision(review.DecisionId!.Value);
        session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(decision.Id.Value), "Staged", "Released");
        ReviewMoves.Fire(session, actor, review, ReviewTrigger.Release, null, decision.Id, new { verdict = decision.Verdict });

        // The history shows who decided, also where the engine's timer lets the decision take effect.
        DecisionEffect.Apply(session, actor with { Name = decision.Actor }, review, decision);
    }

    private static void Insert(
        LedgerSession session, Actor actor, ReviewImage review, DecisionRequest request, DecisionId id, DateTimeOffset releaseAt, string state = "Staged") =>
        session.Statements.InsertDecision.Execute(
            session.Transaction, ValueConversions.Bytes(id.Value), ValueConversions.Bytes(review.Id.Value), request.Verdict.ToString(), state,
            actor.Name, review.Version, review.Digest, request.Reason?.Trim(), request.Comment?.Trim(), request.Output?.GetRawText(),
            session.Now.UtcTicks, releaseAt.UtcTicks);
}
