using System.Text.Json;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I11: what has an instant never happened before it.</summary>
internal static class TimeChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        record.Reviews.SelectMany(review => CheckRelease(record, review)).Concat(record.Tasks.SelectMany(task => CheckRetry(record, task)));

    private static IEnumerable<Violation> CheckRelease(RunRecord record, StoredReview review)
    {
        var decision = record.DecisionsOf(review).FirstOrDefault(made => made.Id == review.DecisionId);
        foreach (var entry in record.EntriesOf(review))
        {
            var due = entry.Trigger switch { "Release" => decision?.ReleaseAt, "Expire" => review.DueAt, _ => null };
            if (entry.At < due)
            {
                yield return record.Broken("I11", review, $"history entry {entry.Seq} ({entry.Trigger}) came {TimeSpan.FromTicks(due.Value - entry.At).TotalSeconds:0.###} s too early");
            }
        }
    }

    private static IEnumerable<Violation> CheckRetry(RunRecord record, StoredTask task)
    {
        long? due = null;
        foreach (var entry in record.EntriesOf(task))
        {
            if (entry.Trigger == "Claim" && entry.At < due)
            {
                yield return record.Broken("I11", task, $"history entry {entry.Seq} claims it before the time of its retry");
            }

            due = entry.Trigger == "Retry" ? DueAt(entry) : null;
        }
    }

    private static long? DueAt(StoredEntry entry)
    {
        using var data = JsonDocument.Parse(entry.Data ?? "{}");
        return data.RootElement.TryGetProperty("dueAt", out var due) && due.TryGetDateTimeOffset(out var instant) ? instant.UtcTicks : null;
    }
}
