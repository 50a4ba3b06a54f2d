using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Moves one task along the table: guarded update, history, event. The only code that assigns a task's state.</summary>
internal static class TaskMoves
{
    /// <summary>Whether the trigger is legal now.</summary>
    public static bool Can(TaskImage task, TaskTrigger trigger) => TaskTransitions.Next(task.State, trigger) is not null;

    /// <summary>Takes a task under a lease.</summary>
    public static void Claim(LedgerSession session, Actor actor, RunImage run, TaskImage task, string owner, DateTimeOffset until)
    {
        var from = task.State;
        var fence = task.Fence;
        task.State = TaskTransitions.Next(from, TaskTrigger.Claim)!.To;
        (task.Attempt, task.Fence, task.LeaseOwner, task.WaitingFor, task.DueAt) = (task.Attempt + 1, fence + 1, owner, null, null);
        var changed = session.Statements.ClaimTask.Execute(
            session.Transaction, ValueConversions.Bytes(task.Id.Value), Name(from), fence, task.Attempt, task.Fence, owner, until.UtcTicks, session.Now.UtcTicks, task.Holds);
        Guard(changed, task);
        Record(session, actor, run, task, TaskTrigger.Claim, from, null);
    }

    /// <summary>Fires any other trigger. What changes with it is set by <paramref name="change"/> before the row is written.</summary>
    public static void Fire(
        LedgerSession session, Actor actor, RunImage run, TaskImage task, TaskTrigger trigger, Action<TaskImage>? change = null, object? data = null)
    {
        var from = task.State;
        var fence = task.Fence;
        var (deadline, counted) = (task.DeadlineAt, TaskTransitions.IsFinal(from) ? task.CountsAs : null);
        var hadOutput = task.Output is not null;
        var child = task.WaitingFor == WaitingFor.Run ? task.Awaited?.Run : null;
        var row = TaskTransitions.Next(from, trigger)
            ?? throw new InvalidOperationException($"{trigger} is not legal for task {task.Id}, which is {from}: the handler must refuse it.");
        (task.State, task.Resolution, task.LeaseOwner) = (row.To, row.Resolution, null);
        (task.WaitingFor, task.DueAt) = (null, null);
        task.Awaited = StillAwaited(task, trigger);
        change?.Invoke(task);
        task.DeadlineAt = TaskTransitions.IsFinal(task.State) ? null : task.DeadlineAt;
        Holds.GiveBack(session, task);
        Guard(Update(session, task, from, fence), task);
        run.Weigh(task);
        Count(run, task, counted, hadOutput);
        Record(session, actor, run, task, trigger, from, data);
        Expansion.Record(session, actor, run, task);
        if (task.DeadlineAt is { } at && at != deadline)
        {
            session.Deadlines.Add((task.Id, at));
        }

        session.Offer(run, task);
        if (child is { } abandoned)
        {
            ChildRuns.Abandon(session, actor, abandoned);
        }
    }

    private static void Count(RunImage run, TaskImage task, Resolution? counted, bool hadOutput)
    {
        if (counted is { } ended)
        {
            run.Reopen(task, ended, hadOutput);
        }

        if (TaskTransitions.IsFinal(task.State))
        {
            run.Settle(task);
        }
    }

    /// <summary>An answer is kept until the attempt that hands it on has an outcome; whoever goes back to the start waits anew.</summary>
    private static Awaited? StillAwaited(TaskImage task, TaskTrigger trigger) => (trigger, task.State) switch
    {
        (TaskTrigger.Release, _) => task.Awaited,
        (_, TaskState.Pending) => null,
        _ => task.Awaited is { } awaited ? awaited with { Answer = null } : null,
    };

    private static int Update(LedgerSession session, TaskImage task, TaskState from, long fence) => session.Statements.UpdateTask.Execute(
        session.Transaction,
        ValueConversions.Bytes(task.Id.Value), Name(from), fence, Name(task.State), task.Resolution?.ToString(), task.WaitingFor?.ToString(),
        task.DueAt?.UtcTicks, task.AttemptBase, task.Round, task.Fence,
        task.Input?.GetRawText(), task.Output?.GetRawText(), task.Error is null ? null : EngineJson.Write(task.Error), task.Feedback, task.Confidence,
        LedgerSession.Bytes(task.ReviewId?.Value), TaskTransitions.IsFinal(task.State) ? session.Now.UtcTicks : null, task.Attempt,
        task.DeadlineAt?.UtcTicks, task.Holds, task.Awaited is null ? null : EngineJson.Write(task.Awaited));

    private static void Record(
        LedgerSession session, Actor actor, RunImage run, TaskImage task, TaskTrigger trigger, TaskState from, object? data)
    {
        var seq = session.Write("task", actor, TriggerNames[(int)trigger], new HistoryFacts(
            run.Id, task.Id, null, Name(from), Name(task.State), task.Attempt, data ?? StepFacts(task)));
        session.Events.Add(new EngineEvent.TaskChanged(seq, run.Id, task.Id, task.StepId, task.State));
    }

    private static object? StepFacts(TaskImage task) =>
        task.State == TaskState.Failed && task.Error is { } error ? new { error.Code, error.Message } : null;

    // A row that is not as the picture says was written by somebody else: the batch is undone and tried again from the tables.
    private static void Guard(int changed, TaskImage task)
    {
        if (changed != 1)
        {
            throw new InvalidOperationException($"Task {task.Id} was not as expected when it was updated.");
        }
    }

    private static readonly string[] StateNames = Enum.GetNames<TaskState>();
    private static readonly string[] TriggerNames = Enum.GetNames<TaskTrigger>();

    private static string Name(TaskState state) => StateNames[(int)state];
}
