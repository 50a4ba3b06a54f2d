using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Lets a run go on after anything changed: applies the planner's plan, and ends the run when it says so.</summary>
internal static class RunMoves
{
    public static void Advance(LedgerSession session, RunImage run)
    {
        if (RunTransitions.IsFinal(run.State) || run.StartsAt is not null)
        {
            return;
        }

        if (run.WaitingFor is not null && run.Tasks.Count > 0)
        {
            return;
        }

        var plan = Next(session, run);
        foreach (var (step, items) in plan.Unfolded)
        {
            run.Unfold(step, items);
        }

        foreach (var task in plan.Tasks)
        {
            // Without a place in its group a run shows what it would begin with; nothing is asked, skipped or timed yet.
            NewTask.Add(session, run, run.WaitingFor is null ? task : new PlannedTask(task.StepId, task.Index, task.Item, PlannedAction.Run));
        }

        if (run.WaitingFor is not null)
        {
            return;
        }

        if (plan.End is { } end)
        {
            End(session, run, end, plan.FailedStep);
        }
    }

    private static Plan Next(LedgerSession session, RunImage run)
    {
        var plan = RunPlanner.Plan(run.Definition, run.Counts, run.Values(), session.Now);
        if (!plan.CancelOthers)
        {
            return plan;
        }

        // What waited for the cancelled steps and runs whatever fails may begin now.
        CancelUnfinished(session, Actor.Engine, run, plan.Spared);
        return RunPlanner.Plan(run.Definition, run.Counts, run.Values(), session.Now);
    }

    /// <summary>Fires a trigger of the run itself.</summary>
    public static void Fire(LedgerSession session, Actor actor, RunImage run, RunTrigger trigger, JsonElement? output, TaskError? error, object? data)
    {
        var from = run.State;
        run.State = RunTransitions.Next(from, trigger)?.To
            ?? throw new InvalidOperationException($"{trigger} is not legal for run {run.Id}, which is {from}: the handler must refuse it.");
        session.Statements.UpdateRun.Execute(
            session.Transaction, ValueConversions.Bytes(run.Id.Value), run.State.ToString(), output?.GetRawText(),
            error is null ? null : EngineJson.Write(error), RunTransitions.IsFinal(run.State) ? session.Now.UtcTicks : null);
        var seq = session.Write("run", actor, trigger.ToString(), new HistoryFacts(run.Id, From: from.ToString(), To: run.State.ToString(), Data: data));
        session.Events.Add(new EngineEvent.RunChanged(seq, run.Id, run.Definition.Name, run.State));
        if (RunTransitions.IsFinal(run.State))
        {
            Admission.Leave(session, run);
            session.Tell($"run.{run.State.ToString().ToLowerInvariant()}", run.Id.ToString(), new { run = run.Id.ToString(), workflow = run.Definition.Name, run.Title });
            Ended(session, run, output, error);
        }
    }

    /// <summary>Ends a run before its end.</summary>
    public static void Cancel(LedgerSession session, Actor actor, RunImage run, string? reason)
    {
        CancelUnfinished(session, actor, run);
        Fire(session, actor, run, RunTrigger.Cancel, null, null, reason is null ? null : new { reason });
    }

    /// <summary>Cancels every task that is not final; running activities are stopped, open reviews withdrawn.</summary>
    public static void CancelUnfinished(LedgerSession session, Actor actor, RunImage run, IReadOnlySet<string>? spared = null)
    {
        var why = new TaskError("cancelled", "The run was cancelled or failed elsewhere.", Retryable: false);
        Cancel(session, actor, run, run.Tasks.Where(task => spared?.Contains(task.StepId) != true), why);
    }

    /// <summary>Cancels those that are not final.</summary>
    public static void Cancel(LedgerSession session, Actor actor, RunImage run, IEnumerable<TaskImage> tasks, TaskError why)
    {
        foreach (var task in tasks.Where(task => !TaskTransitions.IsFinal(task.State)).ToList())
        {
            Stop(session, actor, run, task, TaskTrigger.Cancel, task.Error ?? why);
        }
    }

    /// <summary>Ends a task from outside, whatever it is doing: its activity is stopped, its review withdrawn.</summary>
    public static void Stop(LedgerSession session, Actor actor, RunImage run, TaskImage task, TaskTrigger trigger, TaskError why)
    {
        if (task is { State: TaskState.AwaitingReview, ReviewId: { } review })
        {
            ReviewMoves.Withdraw(session, actor, run, review);
        }

        if (task.State == TaskState.Running)
        {
            session.Stops.Add(task.Id);
        }

        TaskMoves.Fire(session, actor, run, task, trigger, changed => changed.Error = why);
    }

    /// <summary>What the end of a run sets off: who waits for it, what follows it, what waited for its place.</summary>
    private static void Ended(LedgerSession session, RunImage run, JsonElement? output, TaskError? error)
    {
        ChildRuns.Ended(session, run, output, error);
        if (run.State == RunState.Completed)
        {
            NextRuns.Start(session, run);
        }

        ScheduledRuns.Ended(session, run);
    }

    private static void End(LedgerSession session, RunImage run, RunTrigger end, string? failedStep)
    {
        if (end == RunTrigger.Fail)
        {
            var cause = run.Tasks.Where(task => task.StepId == failedStep && task.State == TaskState.Failed).MinBy(task => task.Index)!;
            var reason = cause.Error?.Message ?? (cause.Resolution == Resolution.Rejected ? "A reviewer rejected it." : "It failed.");
            var error = new TaskError(cause.Error?.Code ?? cause.Resolution.ToString()!.ToLowerInvariant(), $"Step '{failedStep}': {reason}", Retryable: true);
            Fire(session, Actor.Engine, run, RunTrigger.Fail, null, error, new { error.Code, error.Message, step = failedStep });
            return;
        }

        try
        {
            Fire(session, Actor.Engine, run, RunTrigger.Complete, run.Definition.Output?.Render(run.Values().Scope(session.Now)), null, null);
        }
        catch (TemplateException exception)
        {
            var error = new TaskError("output", $"Every step is done, but the run's output can't be rendered: {exception.Message}", Retryable: false);
            Fire(session, Actor.Engine, run, RunTrigger.Fail, null, error, new { error.Code, error.Message });
        }
    }
}
