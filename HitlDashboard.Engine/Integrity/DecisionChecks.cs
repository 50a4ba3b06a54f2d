using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I5: a decided review has exactly one decision in force, and that decision moved its task exactly once.</summary>
internal static class DecisionChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        var effects = record.Entries.Where(entry => entry.Kind == "task" && ReviewOf(entry) is not null).ToLookup(ReviewOf);
        return record.Reviews.SelectMany(review => CheckForce(record, review).Concat(CheckTold(record, review)).Concat(CheckEffect(record, review, [.. effects[review.Id]])));
    }

    /// <summary>Open and Withdrawn have none in force, Staged one that waits, Decided one that was released.</summary>
    private static IEnumerable<Violation> CheckForce(RunRecord record, StoredReview review)
    {
        var expected = review.State switch { "Staged" => "Staged", "Decided" => "Released", _ => null };
        var inForce = record.DecisionsOf(review).Where(decision => decision.State is "Staged" or "Released").ToList();
        if (inForce.Count != (expected is null ? 0 : 1))
        {
            return [record.Broken("I5", review, $"it is {review.State} and has {inForce.Count} decisions in force")];
        }

        if (inForce.Count == 0)
        {
            return review.DecisionId is null ? [] : [record.Broken("I5", review, $"it is {review.State} and names the decision {review.DecisionId}")];
        }

        var decision = inForce[0];
        return decision.State == expected && decision.Id == review.DecisionId && (expected == "Released" || review.WakeAt == decision.ReleaseAt)
            ? []
            : [record.Broken("I5", review, $"it is {review.State} by {review.DecisionId}, but its decision {decision.Id} is {decision.State}, or is due at another time")];
    }

    /// <summary>Each decision is one entry of the history.</summary>
    private static IEnumerable<Violation> CheckTold(RunRecord record, StoredReview review)
    {
        var told = record.EntriesOf(review).Count(entry => entry.Trigger is nameof(ReviewTrigger.Stage) or nameof(ReviewTrigger.Expire) or nameof(ReviewFact.Count) or nameof(ReviewFact.Revise));
        var made = record.DecisionsOf(review).Count;
        return told == made ? [] : [record.Broken("I5", review, $"it has {made} decisions, and its history tells of {told}")];
    }

    private static IEnumerable<Violation> CheckEffect(RunRecord record, StoredReview review, List<StoredEntry> effects)
    {
        var expected = review.State == "Decided" ? 1 : 0;
        if (effects.Count != expected)
        {
            return [record.Broken("I5", review, $"it is {review.State}, and its task was moved by it {effects.Count} times, expected {expected}")];
        }

        if (expected == 0 || record.DecisionsOf(review).FirstOrDefault(decision => decision.Id == review.DecisionId) is not { } decision)
        {
            return [];
        }

        var trigger = Enum.TryParse<ReviewSubject>(review.Subject, out var subject) && Enum.TryParse<Verdict>(decision.Verdict, out var verdict)
            ? ReviewTransitions.Effect(subject, Meaning(review, verdict)).ToString()
            : null;
        return effects[0].Trigger == trigger && effects[0].TaskId == review.TaskId
            ? []
            : [record.Broken("I5", review, $"the verdict is {decision.Verdict}, but history entry {effects[0].Seq} applied {effects[0].Trigger} to task {effects[0].TaskId}")];
    }

    // Content that somebody changed and others approved stands as amended.
    private static Verdict Meaning(StoredReview review, Verdict verdict) =>
        verdict == Verdict.Approve && EngineJson.Read<ReviewRequest>(review.Request).Original is not null ? Verdict.Amend : verdict;

    private static Guid? ReviewOf(StoredEntry entry)
    {
        if (entry.Data is null || entry.From != nameof(TaskState.AwaitingReview))
        {
            return null;
        }

        using var data = JsonDocument.Parse(entry.Data);
        return data.RootElement.TryGetProperty("review", out var review) && review.TryGetGuid(out var id) ? id : null;
    }
}
