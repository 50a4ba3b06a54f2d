using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Ends tasks whose deadline has passed.</summary>
internal static class DeadlineHandler
{
    public static Answer<TaskState> Expire(LedgerSession session, ExpireTaskCommand command)
    {
        if (session.Task(command.TaskId) is not var (run, task))
        {
            return Refuse.NotFound<TaskState>("task", command.TaskId);
        }

        if (!TaskMoves.Can(task, TaskTrigger.Expire) || task.DeadlineAt is not { } deadline || deadline > session.Now)
        {
            return Refuse.Stale<TaskState>("not-due", "Nothing is due.", new { state = task.State });
        }

        // Somebody has decided in time: the decision stands, it only waits for the end of its undo window.
        if (task.ReviewId is { } review && task.State == TaskState.AwaitingReview && session.Review(review)?.State == ReviewState.Staged)
        {
            return Refuse.Stale<TaskState>("decided", "Its review is decided already.");
        }

        var limit = run.Definition.Step(task.StepId).Deadline;
        var message = $"The task was not done by its deadline{(limit is { } span ? $", {Definitions.Durations.ToIso(span)} after it was planned" : "")}.";
        RunMoves.Stop(session, command.Actor, run, task, TaskTrigger.Expire, new TaskError("deadline", message, Retryable: false));
        RunMoves.Advance(session, run);
        return new Answer<TaskState>.Applied(task.State);
    }
}
