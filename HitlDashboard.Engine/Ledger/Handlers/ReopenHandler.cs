using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

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

        if (!TaskMoves.Can(task, TaskTrigger.Reopen) || RunTransitions.Next(run.State, RunTrigger.Reopen) is null)
        {
            return Refuse.With<TaskState>(
                "wrong-state", $"The task is {task.State} and its run {run.State}: only a failed task of a run that is failed or unfinished can be retried.");
        }

        ForgetDependents(session, run, task.StepId);
        ReopenCancelled(session, command.Actor, run, task);
        Reset(session, command.Actor, run, task);
        if (run.State == RunState.Failed)
        {
            Admission.Return(session, run);
            RunMoves.Fire(session, command.Actor, run, RunTrigger.Reopen, null, null, new { step = task.StepId });
        }

        foreach (var pending in run.Tasks)
        {
            session.Offer(run, pending);
        }

        RunMoves.Advance(session, run);
        return new Answer<TaskState>.Applied(task.State);
    }

    // Planned as if for the first time: a gate asks again, because nobody approved this attempt, and a delay waits again.
    private static void Reset(LedgerSession session, Actor actor, RunImage run, TaskImage task)
    {
        var draft = TaskDraft.Of(run.Definition, run.Definition.Step(task.StepId), run.Values(), task.Values, session.Now);
        TaskMoves.Fire(session, actor, run, task, TaskTrigger.Reopen, changed =>
        {
            // What could not be planned can't be run either: it fails again, saying why, until something upstream is retried.
            changed.Error = changed.Error is { Code: "plan-error" } ? changed.Error : draft.Error;
            (changed.Output, changed.AttemptBase, changed.ReviewId) = (null, changed.Attempt, null);
            (changed.Input, changed.DueAt) = (draft.Request is null ? changed.Input : null, draft.DueAt);
            changed.WaitingFor = draft.DueAt is null ? null : WaitingFor.Timer;
            changed.DeadlineAt = session.Now + run.Definition.Step(task.StepId).Deadline;
        });
        run.Recount(task.StepId);
        if (draft.Request is { } request && task.Error is null)
        {
            ReviewMoves.Open(session, Actor.Engine, run, task, TaskTrigger.Ask, request);
        }
    }

    // Failing fast cancelled the other branches; whoever retries wants them back too.
    private static void ReopenCancelled(LedgerSession session, Actor actor, RunImage run, TaskImage cause)
    {
        if (run.State != RunState.Failed)
        {
            return;
        }

        foreach (var task in run.Tasks.Where(task => task.Id != cause.Id && task.Resolution == Resolution.Cancelled).ToList())
        {
            Reset(session, actor, run, task);
        }
    }

    // What followed from the failure was never more than skipped or failed: it is planned again as if for the first time.
    private static void ForgetDependents(LedgerSession session, RunImage run, string stepId)
    {
        foreach (var step in RunGraph.Of(run.Definition).From(stepId).Where(step => step != stepId && run.Counts.ContainsKey(step)))
        {
            foreach (var task in run.Tasks.Where(task => task.StepId == step))
            {
                session.Statements.DeleteTask.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value));
                if (task is { WaitingFor: WaitingFor.Run, Awaited.Run: { } child })
                {
                    ChildRuns.Abandon(session, Actor.Engine, child);
                }
            }

            run.Forget(step);
        }
    }
}
