using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Human decisions: counted where others must agree, staged durably, released by the engine.</summary>
internal static class DecisionHandlers
{
    public static Answer<DecisionResult> Stage(LedgerSession session, StageDecisionCommand command) => Stage(session, command.Actor, command.Request, null);

    /// <param name="session">The batch on the writer's thread.</param>
    /// <param name="actor">Who decides.</param>
    /// <param name="request">What is decided.</param>
    /// <param name="batch">The id that the history carries where it is one of many, or null.</param>
    public static Answer<DecisionResult> Stage(LedgerSession session, Actor actor, DecisionRequest request, string? batch)
    {
        if (Refuse.Unless<DecisionResult>(actor, Role.Supervisor) is { } forbidden)
        {
            return forbidden;
        }

        if (session.Review(request.ReviewId) is not { } review)
        {
            return Refuse.NotFound<DecisionResult>("review", request.ReviewId);
        }

        if (DecisionChecks.Refusal(session, review, request) is { } refused)
        {
            return refused;
        }

        return new QuorumHandler(session, actor, review, request, batch).Answer() ?? Stage(session, actor, review, request, batch);
    }

    /// <summary>Lets a staged decision take effect.</summary>
    public static void Release(LedgerSession session, Actor actor, ReviewImage review)
    {
        var decision = session.Decision(review.DecisionId!.Value);
        session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(decision.Id.Value), "Staged", "Released");
        Failpoints.Hit(Failpoints.ReleasingDecision);
        ReviewMoves.Fire(session, actor, review, ReviewTrigger.Release, null, decision.Id, new { verdict = decision.Verdict });

        // The history shows who decided, also where the engine's timer lets the decision take effect.
        DecisionEffect.Apply(session, actor with { Name = decision.Actor }, review, decision);
    }

    public static void Insert(
        LedgerSession session, Actor actor, ReviewImage review, DecisionRequest request, DecisionId id, DateTimeOffset releaseAt, string state, bool timedOut = false) =>
        session.Statements.InsertDecision.Execute(
            session.Transaction, ValueConversions.Bytes(id.Value), ValueConversions.Bytes(review.Id.Value), request.Verdict.ToString(), state,
            actor.Name, review.Version, review.Digest, request.Reason?.Trim(), request.Comment?.Trim(), request.Output?.GetRawText(),
            session.Now.UtcTicks, releaseAt.UtcTicks, actor.Owner, timedOut ? 1 : 0);

    private static Answer<DecisionResult>.Applied Stage(LedgerSession session, Actor actor, ReviewImage review, DecisionRequest request, string? batch)
    {
        var id = DecisionId.New(session.Clock);
        var releaseAt = session.Now.AddSeconds(request.UndoSeconds);
        Insert(session, actor, review, request, id, releaseAt, "Staged");
        ReviewMoves.Fire(session, actor, review, ReviewTrigger.Stage, releaseAt, id, new
        {
            verdict = request.Verdict,
            request.Reason,
            request.Comment,
            undoSeconds = request.UndoSeconds,
            standsInFor = StandsInFor(session, actor, review),
            batch,
        });
        if (request.UndoSeconds == 0)
        {
            Release(session, actor, review);
        }

        return new Answer<DecisionResult>.Applied(new DecisionResult(id, review.State, releaseAt));
    }

    /// <summary>Whom it was assigned to, where somebody else answers for them now.</summary>
    private static string? StandsInFor(LedgerSession session, Actor actor, ReviewImage review) =>
        review.Facts.Assignee is { } assignee && assignee != actor.Person && Absence.StandIn(assignee, session.Absences(), session.Now) == actor.Person ? assignee : null;
}
