namespace HitlDashboard.Engine.Integrity;

/// <summary>I4: a waiting task has exactly one review to wait for, a running one a lease; a run has ended when its tasks have, and not before.</summary>
internal static class StateChecks
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        record.Tasks.SelectMany(task => CheckReview(record, task).Concat(CheckLease(record, task))).Concat(CheckTwins(record)).Concat(CheckRun(record));

    private static IEnumerable<Violation> CheckReview(RunRecord record, StoredTask task)
    {
        var live = record.ReviewsOf(task).Where(review => review.State is "Open" or "Staged").ToList();
        var expected = task.State == "AwaitingReview" ? 1 : 0;
        if (live.Count != expected)
        {
            yield return record.Broken("I4", task, $"it is {task.State} and has {live.Count} undecided reviews, expected {expected}");
        }
        else if (expected == 1 && live[0].Id != task.ReviewId)
        {
            yield return record.Broken("I4", task, $"it waits for review {task.ReviewId}, but {live[0].Id} is the undecided one");
        }
    }

    private static IEnumerable<Violation> CheckLease(RunRecord record, StoredTask task) =>
        (task.LeaseOwner is not null, task.LeaseUntil is not null) == (task.State == "Running", task.State == "Running")
            ? []
            : [record.Broken("I4", task, $"it is {task.State} and its lease is {task.LeaseOwner ?? "nobody's"}: a running task has a lease with an end, no other task has one")];

    private static IEnumerable<Violation> CheckTwins(RunRecord record) =>
        record.Tasks.GroupBy(task => (task.StepId, task.Index, task.Superseded)).Where(twins => twins.Count() > 1)
            .Select(twins => record.Broken("I4", twins.Last(), "another task of the run has the same step and place"));

    private static IEnumerable<Violation> CheckRun(RunRecord record)
    {
        var unfinished = record.Tasks.Count(task => task.State is not ("Completed" or "Failed"));
        var isFinal = record.Run.State is "Completed" or "Failed" or "Cancelled";
        var begins = record.Run.StartsAt is not null && record.Tasks.Count == 0;
        if (isFinal != (unfinished == 0) && !begins)
        {
            yield return record.Broken("I4", $"it is {record.Run.State} with {unfinished} unfinished tasks");
        }

        if (isFinal != record.Run.CompletedAt is not null || (record.Run.State == "Failed") != record.Run.Error is not null)
        {
            yield return record.Broken("I4", $"it is {record.Run.State}, which its end and its error do not fit");
        }

        if (record.Run.State == "Completed" && record.Definition is { } definition)
        {
            var planned = record.Tasks.Select(task => task.StepId).ToHashSet(StringComparer.Ordinal);
            foreach (var step in definition.Steps.Where(step => !planned.Contains(step.Id)))
            {
                yield return record.Broken("I4", $"it is Completed, but the step '{step.Id}' never had a task");
            }
        }
    }
}
