using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Integrity;

/// <summary>I1 to I3: the history, played again by the tables, gives the rows.</summary>
internal static class HistoryReplay
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
        CheckRun(record).Concat(record.Tasks.SelectMany(task => CheckTask(record, task))).Concat(record.Reviews.SelectMany(review => CheckReview(record, review)))
            .Concat(CheckForgotten(record));

    private static IEnumerable<Violation> CheckRun(RunRecord record)
    {
        var replay = new Replay(null, "Start", (from, trigger) => Next<RunState, RunTrigger>(from, trigger, (state, fired) => RunTransitions.Next(state, fired)?.To));
        var entries = record.Entries.Where(entry => entry.Kind == "run").ToList();
        return replay.Play(entries, record.Run.State).Select(broken => record.Broken(broken.Invariant, broken.Message));
    }

    private static IEnumerable<Violation> CheckTask(RunRecord record, StoredTask task)
    {
        var entries = record.EntriesOf(task).ToList();
        var replay = new Replay("Pending", null, (from, trigger) => Next<TaskState, TaskTrigger>(from, trigger, (state, fired) => TaskTransitions.Next(state, fired)?.To));
        var claims = entries.Where(entry => entry.Trigger == nameof(TaskTrigger.Claim)).Select(entry => entry.Attempt).ToList();
        return replay.Play(entries, task.State).Select(broken => record.Broken(broken.Invariant, task, broken.Message))
            .Concat(claims.Where((attempt, place) => attempt != place + 1).Take(1)
                .Select(attempt => record.Broken("I2", task, $"its history claims attempt {attempt} out of turn")))
            .Concat(task.Attempt == claims.Count ? [] : [record.Broken("I1", task, $"it is at attempt {task.Attempt}, and its history has {claims.Count}")])
            .Concat(task.Fence >= claims.Count ? [] : [record.Broken("I9", task, $"its fence is {task.Fence} after {claims.Count} claims: a fence only grows")])
            .Concat(task.StartedAt == entries.FindLast(entry => entry.Trigger == nameof(TaskTrigger.Claim))?.At ? [] : [record.Broken("I1", task, "it began at another time than its history says")])
            .Concat(Ended(task, entries) ? [] : [record.Broken("I1", task, $"it is {task.State} with the resolution '{task.Resolution}', which its history does not give")]);
    }

    private static IEnumerable<Violation> CheckReview(RunRecord record, StoredReview review)
    {
        var replay = new Replay(null, "Open", (from, trigger) => Next<ReviewState, ReviewTrigger>(from, trigger, (state, fired) => ReviewTransitions.Next(state, fired)?.To));
        return replay.Play([.. record.EntriesOf(review)], review.State).Select(broken => record.Broken(broken.Invariant, review, broken.Message));
    }

    /// <summary>History and reviews of tasks that have no row.</summary>
    private static IEnumerable<Violation> CheckForgotten(RunRecord record) =>
        record.Entries.Where(entry => entry is { Kind: "task", TaskId: { } id } && record.Task(id) is null).GroupBy(entry => entry.TaskId)
            .Where(task => !record.IsForgottenAfter(task.Last().Seq))
            .Select(task => new Violation("I1", $"task {task.Key} of run #{record.Run.Number}", "it has a history but no row, and nothing was retried since"))
            .Concat(record.Reviews.Where(review => record.Task(review.TaskId) is null && review.State is "Open" or "Staged")
                .Where(review => record.Task(review.TaskId) is null)
                .Select(review => record.Broken("I1", review, "it waits for a decision about a task that does not exist")));

    private static bool Ended(StoredTask task, List<StoredEntry> entries)
    {
        var last = entries.FindLast(entry => entry.To == task.State && entry.From != entry.To)?.Trigger;
        return task.State is "Completed" or "Failed"
            ? task.CompletedAt is not null && Enum.TryParse<TaskTrigger>(last, out var trigger) && Resolutions(trigger).Contains(task.Resolution)
            : task.CompletedAt is null && task.Resolution is null;
    }

    private static IEnumerable<string?> Resolutions(TaskTrigger trigger) => trigger switch
    {
        TaskTrigger.Fail => ["Error", "TimedOut"],
        TaskTrigger.Reject => ["Rejected", "Error", "TimedOut"],
        _ => TaskTransitions.All.Where(row => row.Trigger == trigger).Select(row => row.Resolution?.ToString()),
    };

    private static string? Next<TState, TTrigger>(string? from, string trigger, Func<TState, TTrigger, TState?> table)
        where TState : struct, Enum
        where TTrigger : struct, Enum =>
        Enum.TryParse<TState>(from, out var state) && Enum.TryParse<TTrigger>(trigger, out var fired) ? table(state, fired)?.ToString() : null;
}
