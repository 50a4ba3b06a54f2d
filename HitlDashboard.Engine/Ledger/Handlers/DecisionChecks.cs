using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Everything that can be wrong with a decision, before anything is written.</summary>
internal static class DecisionChecks
{
    private const int MaxText = 4000;

    public static Answer<DecisionResult>? Refusal(LedgerSession session, ReviewImage review, DecisionRequest request) =>
        NotOpen(session, review) ?? NotSeen(review, request) ?? NotPossible(review, request) ?? WrongOutput(review, request) ?? WrongPlan(session, review, request);

    private static Answer<DecisionResult>? NotOpen(LedgerSession session, ReviewImage review)
    {
        if (review.State == ReviewState.Open || Mutations.DecidesAgain)
        {
            return null;
        }

        if (review.DecisionId is not { } id)
        {
            return Refuse.Stale<DecisionResult>("not-open", "The review was withdrawn: its task or run ended or was cancelled, its input was changed, or a step before it was tried again.", new { state = review.State });
        }

        var winner = session.Decision(id);
        return Refuse.Stale<DecisionResult>(
            "already-decided",
            winner.TimedOut ? $"The time to decide ended first: {winner.Verdict}." : $"{winner.Actor} already decided: {winner.Verdict}.",
            new { winner = new { user = winner.Actor, decision = winner.Verdict, at = winner.At, timedOut = winner.TimedOut } });
    }

    private static Answer<DecisionResult>? NotSeen(ReviewImage review, DecisionRequest request) =>
        Mutations.IgnoresDigest || (request.Version == review.Version && (request.Digest is null || request.Digest == review.Digest))
            ? null
            : Refuse.Stale<DecisionResult>(
                "stale-version",
                "The content changed since you read it: look at it again, then decide.",
                new { version = review.Version, digest = review.Digest, content = review.Request.Content });

    private static Answer<DecisionResult>? NotPossible(ReviewImage review, DecisionRequest request)
    {
        if (!review.Request.Allowed.Contains(request.Verdict))
        {
            return Refuse.With<DecisionResult>(
                "verdict-not-allowed",
                $"This review does not take {request.Verdict}; it takes {string.Join(", ", review.Request.Allowed)}.",
                EngineJson.From(new { allowed = review.Request.Allowed }));
        }

        if (request.Verdict is Verdict.Reject or Verdict.SendBack && string.IsNullOrWhiteSpace(request.Reason))
        {
            return Refuse.With<DecisionResult>("reason-required", request.Verdict == Verdict.Reject ? "Say why it is rejected." : "Say what should be different.");
        }

        return request.Reason?.Length > MaxText || request.Comment?.Length > MaxText || request.UndoSeconds is < 0 or > 60
            ? Refuse.With<DecisionResult>("invalid-input", $"A reason or comment has at most {MaxText} characters, and the undo window is 0 to 60 seconds.")
            : null;
    }

    /// <summary>A changed plan is checked like the one that was proposed.</summary>
    private static Answer<DecisionResult>? WrongPlan(LedgerSession session, ReviewImage review, DecisionRequest request) =>
        request.Verdict == Verdict.Amend && session.Task(review.TaskId) is var (run, task) && Expansion.Problem(run, task, request.Output) is { } error
            ? Refuse.With<DecisionResult>("invalid-output", error.Message)
            : null;

    private static Answer<DecisionResult>? WrongOutput(ReviewImage review, DecisionRequest request)
    {
        if (request.Verdict != Verdict.Amend)
        {
            return null;
        }

        if (request.Output is not { } output || output.GetRawText().Length > PlanLimits.OutputBytes || EngineJson.IsTooDeep(output))
        {
            return Refuse.With<DecisionResult>("invalid-output", $"An amend needs the changed output, at most 1 MiB of JSON and {PlanLimits.Depth} levels deep.");
        }

        var violations = new List<SchemaViolation>();
        foreach (var schema in new[] { review.Request.Schema, review.Request.Form }.OfType<JsonElement>().Distinct())
        {
            violations.AddRange(JsonSchemas.Validate(schema, output));
        }

        if (review.Request.Subject is ReviewSubject.Output or ReviewSubject.Action)
        {
            violations.AddRange(EditedPaths.Violations(review.Request.Subjected, output, review.Request.Editable));
        }

        return violations.Count == 0
            ? null
            : Refuse.With<DecisionResult>(
                "invalid-output",
                $"The changed output is not acceptable: {string.Join("; ", violations.Select(violation => $"{violation.Path}: {violation.Message}"))}",
                EngineJson.From(violations));
    }
}
