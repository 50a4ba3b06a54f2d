using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I8: a decision is about exactly what was shown, what stands is exactly what was decided, and nothing gated ran before it.</summary>
internal static class BindingChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        record.Reviews.SelectMany(review => CheckDigest(record, review).Concat(CheckContent(record, review)))
            .Concat(record.Tasks.SelectMany(task => CheckGate(record, task)));

    private static IEnumerable<Violation> CheckDigest(RunRecord record, StoredReview review)
    {
        var opened = record.EntriesOf(review).FirstOrDefault();
        var asked = record.Entries.LastOrDefault(entry => entry.Kind == "task" && entry.TaskId == review.TaskId && entry.Seq < opened?.Seq);
        var place = record.Task(review.TaskId)?.Index;
        if (asked is not null && place is not null && Digest(record, review, place.Value, asked.Attempt) != review.Digest)
        {
            yield return record.Broken("I8", review, "its digest is not that of what it shows: content, step, round, attempt or definition was changed");
        }

        foreach (var decision in record.DecisionsOf(review).Where(decision => decision.Id == review.DecisionId))
        {
            if (decision.Digest != review.Digest || decision.Version != review.Version)
            {
                yield return record.Broken("I8", review, $"the decision {decision.Id} by {decision.Actor} is about another version or digest");
            }
        }
    }

    private static IEnumerable<Violation> CheckContent(RunRecord record, StoredReview review)
    {
        var decision = record.DecisionsOf(review).FirstOrDefault(made => made.Id == review.DecisionId);
        if (review.State != "Decided" || decision is null || record.Task(review.TaskId) is not { } task || task.ReviewId != review.Id)
        {
            return [];
        }

        var request = EngineJson.Read<ReviewRequest>(review.Request);
        var shown = request.Subjected;
        var (decided, standing) = (review.Subject, decision.Verdict) switch
        {
            ("Action", "Approve") => (shown.GetRawText(), task.Input),
            ("Action", "Amend") => (decision.Output, task.Input),
            (_, "Amend") => (decision.Output, task.Output),
            (_, "Approve") when request.Original is not null => (shown.GetRawText(), task.Output),
            ("Output", "Approve") => (shown.GetRawText(), task.Output),
            _ => (null, null),
        };
        return Same(decided, standing) ? [] : [record.Broken("I8", task, $"what stands is not what {decision.Actor} decided in review {review.Id}")];
    }

    /// <summary>A step with a gate before it is claimed only after somebody let it proceed, and "retry from here" asks again.</summary>
    private static IEnumerable<Violation> CheckGate(RunRecord record, StoredTask task)
    {
        var step = record.Definition?.Steps.FirstOrDefault(step => step.Id == task.StepId);
        if (step is null || (step.Uses != "human" && step.Review?.Before != true))
        {
            yield break;
        }

        var isApproved = false;
        var entries = record.EntriesOf(task).ToList();
        for (var place = 0; place < entries.Count; place++)
        {
            isApproved = entries[place].Trigger switch { "Proceed" => true, "Reopen" or "Change" => false, _ => isApproved };
            if (entries[place].Trigger == "Claim" && !isApproved && !IsPlanError(entries.ElementAtOrDefault(place + 1)))
            {
                yield return record.Broken("I8", task, $"history entry {entries[place].Seq} runs it, and nobody had approved that");
            }
        }
    }

    // What can't be planned is claimed only to fail with the reason.
    private static bool IsPlanError(StoredEntry? entry) => entry is null || entry.Trigger == "Release" || entry.Data?.Contains("\"plan-error\"", StringComparison.Ordinal) == true;

    private static string Digest(RunRecord record, StoredReview review, long place, long? attempt)
    {
        var text = $"{record.Run.DefinitionHash}\n{review.TaskId}\n{review.StepId}\n{place}\n{review.Round}\n{attempt}\n{review.Request}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static bool Same(string? decided, string? standing) =>
        decided is null || standing is null ? decided == standing : JsonElement.DeepEquals(EngineJson.Parse(decided), EngineJson.Parse(standing));
}
