using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>"Retry from here".</summary>
internal static class ReopenHandler
{
    public static Answer<TaskState> Reopen(LedgerSession session, ReopenTaskCommand command)
    {
        if (Refuse.Unless<TaskState>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        if (session.Task(command.TaskId) is not var (run, task))
        {
            return Refuse.NotFound<TaskState>("task", command.TaskId);
        }

        if (!TaskMoves.Can(task, TaskTrigger.Reopen) || !Retrying.IsPossible(run))
        {
            return Refuse.With<TaskState>(
                "wrong-state", $"The task is {task.State} and its run {run.State}: only a failed task of a run that is failed or unfinished can be retried.");
        }

        if ((Parameters.WrongReason(command.Reason) ?? Parameters.WrongInput(session, command.Actor, run, task, command.Input)) is { } wrong)
        {
            return wrong;
        }

        Retrying.Prepare(session, command.Actor, run, task);
        Retrying.Reset(session, command, run, task);
        Retrying.GoOn(session, command.Actor, run, task.StepId);
        return new Answer<TaskState>.Applied(task.State);
    }
}
