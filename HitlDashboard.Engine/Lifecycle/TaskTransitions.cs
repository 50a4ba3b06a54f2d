namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The table of a task's life: a pure function without clock or I/O. A pair that is not in it is refused.</summary>
public static class TaskTransitions
{
    /// <summary>Every legal transition, in the order of a task's life.</summary>
    public static IReadOnlyList<TaskTransition> All { get; } =
    [
        new(TaskState.Pending, TaskTrigger.Claim, TaskState.Running, null),
        new(TaskState.Pending, TaskTrigger.Ask, TaskState.AwaitingReview, null),
        new(TaskState.Pending, TaskTrigger.Skip, TaskState.Completed, Resolution.Skipped),
        new(TaskState.Pending, TaskTrigger.Cancel, TaskState.Failed, Resolution.Cancelled),
        new(TaskState.Pending, TaskTrigger.Expire, TaskState.Failed, Resolution.TimedOut),
        new(TaskState.Pending, TaskTrigger.Change, TaskState.Pending, null),
        new(TaskState.Running, TaskTrigger.Succeed, TaskState.Completed, Resolution.Succeeded),
        new(TaskState.Running, TaskTrigger.Submit, TaskState.AwaitingReview, null),
        new(TaskState.Running, TaskTrigger.Retry, TaskState.Pending, null),
        new(TaskState.Running, TaskTrigger.Fail, TaskState.Failed, Resolution.Error),
        new(TaskState.Running, TaskTrigger.Escalate, TaskState.AwaitingReview, null),
        new(TaskState.Running, TaskTrigger.Release, TaskState.Pending, null),
        new(TaskState.Running, TaskTrigger.Cancel, TaskState.Failed, Resolution.Cancelled),
        new(TaskState.Running, TaskTrigger.Expire, TaskState.Failed, Resolution.TimedOut),
        new(TaskState.AwaitingReview, TaskTrigger.Approve, TaskState.Completed, Resolution.Approved),
        new(TaskState.AwaitingReview, TaskTrigger.Proceed, TaskState.Pending, null),
        new(TaskState.AwaitingReview, TaskTrigger.Amend, TaskState.Completed, Resolution.Amended),
        new(TaskState.AwaitingReview, TaskTrigger.SendBack, TaskState.Pending, null),
        new(TaskState.AwaitingReview, TaskTrigger.Reject, TaskState.Failed, Resolution.Rejected),
        new(TaskState.AwaitingReview, TaskTrigger.Cancel, TaskState.Failed, Resolution.Cancelled),
        new(TaskState.AwaitingReview, TaskTrigger.Expire, TaskState.Failed, Resolution.TimedOut),
        new(TaskState.AwaitingReview, TaskTrigger.Skip, TaskState.Completed, Resolution.Skipped),
        new(TaskState.AwaitingReview, TaskTrigger.Change, TaskState.Pending, null),
        new(TaskState.Failed, TaskTrigger.Reopen, TaskState.Pending, null),
        new(TaskState.Failed, TaskTrigger.Skip, TaskState.Completed, Resolution.Skipped),
    ];

    private static readonly TaskTransition?[,] Table = Tabulate();

    /// <summary>What the trigger does in the state, or null where it is refused.</summary>
    public static TaskTransition? Next(TaskState from, TaskTrigger trigger) => Table[(int)from, (int)trigger];

    /// <summary>Whether a task in this state changes only when a person retries or skips it.</summary>
    public static bool IsFinal(TaskState state) => state is TaskState.Completed or TaskState.Failed;

    private static TaskTransition?[,] Tabulate()
    {
        var table = new TaskTransition?[Enum.GetValues<TaskState>().Length, Enum.GetValues<TaskTrigger>().Length];
        foreach (var row in All)
        {
            table[(int)row.From, (int)row.Trigger] = row;
        }

        return table;
    }
}

/// <summary>One row of the table.</summary>
/// <param name="From">The state it starts in.</param>
/// <param name="Trigger">What happens.</param>
/// <param name="To">The state it ends in.</param>
/// <param name="Resolution">How the task ended where <paramref name="To"/> is final. <see cref="TaskTrigger.Fail"/> may also end as <see cref="Lifecycle.Resolution.TimedOut"/>, <see cref="TaskTrigger.Reject"/> as TimedOut where nobody decided in time, and as <see cref="Lifecycle.Resolution.Error"/> for a failure review or a plan that can't be taken any more.</param>
public sealed record TaskTransition(TaskState From, TaskTrigger Trigger, TaskState To, Resolution? Resolution);
