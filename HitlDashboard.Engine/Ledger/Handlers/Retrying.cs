using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>What a run needs around a failed task that is retried or skipped: whatever followed from the failure is planned again.</summary>
internal static class Retrying
{
    /// <summary>Whether the run lets a failed task of it go on.</summary>
    public static bool IsPossible(RunImage run) => RunTransitions.Next(run.State, RunTrigger.Reopen) is not null;

    /// <summary>Before the task moves: its dependents are forgotten, and what failing fast cancelled is wanted again.</summary>
    public static void Prepare(LedgerSession session, Actor actor, RunImage run, TaskImage task)
    {
        ForgetDependents(session, actor, run, task.StepId);
        if (run.State != RunState.Failed)
        {
            return;
        }

        foreach (var cancelled in run.Tasks.Where(other => other.Id != task.Id && other.Resolution == Resolution.Cancelled).ToList())
        {
            Reset(session, new ReopenTaskCommand(actor, cancelled.Id), run, cancelled);
        }
    }

    /// <summary>Makes one failed task Pending, planned as if for the first time: a gate asks again, because nobody approved this attempt, and a delay waits again.</summary>
    public static void Reset(LedgerSession session, ReopenTaskCommand command, RunImage run, TaskImage task)
    {
        var input = command.Input ?? task.Input;
        var data = command.Input is null && command.Reason is null
            ? null
            : new { step = task.StepId, from = command.Input is null ? null : Parameters.Of(session, run, task), to = command.Input, command.Reason, person = command.Input is null ? null : command.Actor.Owner };
        var draft = TaskDraft.Of(run.Definition, run.Definition.Step(task.StepId), run.Values(), task.Values, session.Now, input);
        TaskMoves.Fire(
            session, command.Actor, run, task, TaskTrigger.Reopen,
            changed =>
            {
                // What could not be planned can't be run either: it fails again, saying why, until something upstream is retried.
                changed.Error = changed.Error is { Code: "plan-error" } ? changed.Error : draft.Error;
                (changed.Output, changed.AttemptBase, changed.ReviewId) = (null, changed.Attempt, null);
                (changed.Input, changed.DueAt) = (draft.Request is null ? input : null, draft.DueAt);
                changed.WaitingFor = draft.DueAt is null ? null : WaitingFor.Timer;
                changed.DeadlineAt = session.Now + run.Definition.Step(task.StepId).Deadline;
            },
            data);
        if (draft.Request is { } request && task.Error is null)
        {
            ReviewMoves.Open(session, Actor.Engine, run, task, TaskTrigger.Ask, request);
        }
    }

    /// <summary>After the task moved: the run goes on.</summary>
    public static void GoOn(LedgerSession session, Actor actor, RunImage run, string step)
    {
        if (run.State == RunState.Failed)
        {
            Admission.Return(session, run);
            RunMoves.Fire(session, actor, run, RunTrigger.Reopen, null, null, new { step });
        }

        foreach (var pending in run.Tasks)
        {
            session.Offer(run, pending);
        }

        RunMoves.Advance(session, run);
    }

    private static void ForgetDependents(LedgerSession session, Actor actor, RunImage run, string stepId)
    {
        var dependents = RunGraph.Of(run.Definition).From(stepId, step => Stands(run, run.Definition.Step(step), stepId))
            .Where(step => step != stepId && run.Counts.ContainsKey(step)).ToHashSet(StringComparer.Ordinal);

        // What took care of the failure may still be at work, or ask somebody. All of it ends before any is forgotten: a plan takes its steps along.
        var tasks = run.Tasks.Where(task => dependents.Contains(task.StepId)).ToList();
        RunMoves.Cancel(session, actor, run, tasks, new TaskError("cancelled", "The step before it is tried again.", Retryable: false));
        tasks.ForEach(task => session.Statements.DeleteTask.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value)));
        foreach (var step in dependents)
        {
            run.Forget(step);
        }
    }

    // It began although this one had failed, because it needs only some of what it waits for: what it did does not depend on the retry.
    private static bool Stands(RunImage run, StepDefinition step, string failed) =>
        step.Join is not null && !Handles(run, step, failed)
        && run.Tasks.Any(task => task.StepId == step.Id && task.State != TaskState.Failed && task.Resolution != Resolution.Skipped);

    // Whoever takes care of a step takes care of what it planned.
    private static bool Handles(RunImage run, StepDefinition step, string failed)
    {
        for (var part = failed; part is not null; part = run.Definition.Step(part).PlannedBy)
        {
            if (step.If?.Handles(part) == true)
            {
                return true;
            }
        }

        return false;
    }
}
