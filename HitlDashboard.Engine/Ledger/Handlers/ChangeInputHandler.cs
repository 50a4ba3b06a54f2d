using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Replaces the parameters of a task that waits. What was asked about the old ones is withdrawn; a gate before the activity asks again.</summary>
internal static class ChangeInputHandler
{
    public static Answer<TaskState> Change(LedgerSession session, ChangeInputCommand command)
    {
        if (Refuse.Unless<TaskState>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        if (session.Task(command.TaskId) is not var (run, task))
        {
            return Refuse.NotFound<TaskState>("task", command.TaskId);
        }

        if (!TaskMoves.Can(task, TaskTrigger.Change) || run.WaitingFor is not null)
        {
            return Refuse.With<TaskState>(
                "wrong-state", $"The task is {task.State}: only one that is Pending or AwaitingReview, of a run that has begun, has an input to change; a failed one is retried with another input.");
        }

        if ((Parameters.Staged(session, task) ?? Parameters.WrongReason(command.Reason) ?? Parameters.WrongInput(session, command.Actor, run, task, command.Input)) is { } wrong)
        {
            return wrong;
        }

        Apply(session, command, run, task);
        return new Answer<TaskState>.Applied(task.State);
    }

    private static void Apply(LedgerSession session, ChangeInputCommand command, RunImage run, TaskImage task)
    {
        var data = new { step = task.StepId, from = Parameters.Of(session, run, task), to = command.Input, command.Reason, person = command.Actor.Owner };
        var draft = TaskDraft.Of(run.Definition, run.Definition.Step(task.StepId), run.Values(), task.Values, session.Now, command.Input);

        if (task is { State: TaskState.AwaitingReview, ReviewId: { } review })
        {
            ReviewMoves.Withdraw(session, command.Actor, run, review);
        }

        TaskMoves.Fire(
            session, command.Actor, run, task, TaskTrigger.Change,
            changed =>
            {
                (changed.Output, changed.Error, changed.ReviewId, changed.AttemptBase) = (null, null, null, changed.Attempt);

                // A backoff is over, because what failed was another input; whoever waited for a lock asks for it again.
                (changed.DueAt, changed.WaitingFor) = (draft.DueAt, draft.DueAt is null ? null : WaitingFor.Timer);
                changed.Input = draft.Request is null ? command.Input : null;
            },
            data);
        if (draft.Request is { } request)
        {
            ReviewMoves.Open(session, Actor.Engine, run, task, TaskTrigger.Ask, request);
        }
    }
}
