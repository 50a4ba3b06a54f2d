using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Rows as the records that screens and the API show.</summary>
internal static class ReviewRecords
{
    public static ReviewListItem Item(ReviewRow row, ReviewSurroundings around) => new()
    {
        Id = row.Id,
        Number = row.Number,
        RunId = row.RunId,
        Workflow = row.Workflow,
        Step = row.StepId,
        Round = row.Round,
        Version = row.Version,
        Title = row.Title,
        State = row.State,
        Subject = row.Subject,
        Risk = row.Risk,
        Queue = row.Queue,
        Assignee = row.Assignee,
        StandIn = StandIn(row, around),
        Claim = row is { State: ReviewState.Open, ClaimedBy: { } by, ClaimedUntil: { } until } && until > around.Now ? new ReviewClaim(by, until) : null,
        DeferredUntil = row.DeferredUntil,
        Kind = row.Kind,
        Confidence = row.Confidence,
        CreatedAt = row.CreatedAt,
        DueAt = row.DueAt,
        Decision = Decision(row, around),
    };

    public static ReviewDetail Detail(ReviewRow row, IReadOnlyList<ReviewRow> earlier, ReviewSurroundings around, string runTitle)
    {
        var request = EngineJson.Read<ReviewRequest>(row.Request);
        return new ReviewDetail
        {
            Item = Item(row, around),
            TaskId = row.TaskId,
            RunTitle = runTitle,
            Digest = row.Digest,
            Request = Current(request, row),
            Rounds = [.. earlier.Select(other => new ReviewRound(
                other.Id, other.Round, EngineJson.Read<ReviewRequest>(other.Request).Content, Decision(other, around)))],
            AmendedOutput = row.DecisionId is { } id && around.Decisions[id].Output is { } output ? EngineJson.Parse(output)
                : request.Original is null ? null
                : request.Subjected,
        };
    }

    public static ReviewApproval Approval(DecisionRow decision, int version) => new(
        decision.Id, decision.Actor, decision.At, decision.Verdict, decision.Version, decision.State == "Counted" && decision.Version == version, decision.Comment);

    /// <summary>What was asked, where it is asked now: an escalation changes queue, risk and time, not the content.</summary>
    private static ReviewRequest Current(ReviewRequest request, ReviewRow row) => request with
    {
        Queue = row.Queue,
        Assignee = row.Assignee,
        Risk = row.Risk,
        DueAt = row.DueAt,
        UndoSeconds = Math.Max(request.UndoSeconds, ReviewComposer.UndoSeconds(row.Risk)),
    };

    private static string? StandIn(ReviewRow row, ReviewSurroundings around) =>
        row.Assignee is { } assignee && Absence.StandIn(assignee, around.Absences, around.Now) is var other && other != assignee ? other : null;

    private static ReviewDecision? Decision(ReviewRow row, ReviewSurroundings around) =>
        row.DecisionId is { } id && around.Decisions.TryGetValue(id, out var decision)
            ? new ReviewDecision
            {
                Id = id,
                Verdict = decision.Verdict,
                By = decision.Actor,
                At = decision.At,
                ReleaseAt = decision.ReleaseAt,
                Reason = decision.Reason,
                Comment = decision.Comment,
                TimedOut = decision.TimedOut,
            }
            : null;
}

/// <summary>What rows are read together with.</summary>
/// <param name="Decisions">Their staged and final decisions.</param>
/// <param name="Absences">Absences that are not over.</param>
/// <param name="Now">The instant of reading.</param>
internal sealed record ReviewSurroundings(IReadOnlyDictionary<DecisionId, DecisionRow> Decisions, IReadOnlyList<Absence> Absences, DateTimeOffset Now);
