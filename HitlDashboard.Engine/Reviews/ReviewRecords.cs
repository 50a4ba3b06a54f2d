using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Rows as the records that screens and the API show.</summary>
internal static class ReviewRecords
{
    public static ReviewListItem Item(ReviewRow row, IReadOnlyDictionary<DecisionId, DecisionRow> decisions) => new()
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
        Kind = row.Kind,
        Confidence = row.Confidence,
        CreatedAt = row.CreatedAt,
        DueAt = row.DueAt,
        Decision = Decision(row, decisions),
    };

    public static ReviewDetail Detail(
        ReviewRow row, IReadOnlyList<ReviewRow> earlier, IReadOnlyDictionary<DecisionId, DecisionRow> decisions, string runTitle) => new()
    {
        Item = Item(row, decisions),
        TaskId = row.TaskId,
        RunTitle = runTitle,
        Digest = row.Digest,
        Request = EngineJson.Read<ReviewRequest>(row.Request),
        Rounds = [.. earlier.Select(other => new ReviewRound(
            other.Id, other.Round, EngineJson.Read<ReviewRequest>(other.Request).Content, Decision(other, decisions)))],
        AmendedOutput = row.DecisionId is { } id && decisions[id].Output is { } output ? EngineJson.Parse(output) : null,
    };

    private static ReviewDecision? Decision(ReviewRow row, IReadOnlyDictionary<DecisionId, DecisionRow> decisions) =>
        row.DecisionId is { } id && decisions.TryGetValue(id, out var decision)
            ? new ReviewDecision
            {
                Id = id,
                Verdict = decision.Verdict,
                By = decision.Actor,
                At = decision.At,
                ReleaseAt = decision.ReleaseAt,
                Reason = decision.Reason,
                Comment = decision.Comment,
            }
            : null;
}
