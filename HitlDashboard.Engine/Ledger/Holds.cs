using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Takes and gives back the locks and group places of tasks, in the transaction of the move that needs it.</summary>
internal static class Holds
{
    /// <summary>What is held according to the tables; tasks that wait are offered by the sweep and ask again. A run whose version can't be read keeps its place and waits for none.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="statements">What reads it.</param>
    /// <param name="catalog">Definitions.</param>
    /// <param name="nested">Takes the runs that wait and were started by others: they have to ask, because what those hold does not stand in their way.</param>
    public static HoldTable Load(Microsoft.Data.Sqlite.SqliteTransaction transaction, Statements statements, DefinitionCatalog catalog, Queue<RunId> nested)
    {
        var table = new HoldTable();
        foreach (var (run, task, text) in statements.ReadHolds.Read(transaction, Row.Holds))
        {
            foreach (var hold in EngineJson.Read<IReadOnlyList<Hold>>(text))
            {
                table.Take(run, task, hold);
            }
        }

        foreach (var (run, priority, waits, hash, group, isNested) in statements.ReadGroups.Read(transaction, Row.RunOfGroup))
        {
            if (!waits)
            {
                table.Take(run, null, Hold.OfRun(new ConcurrencyLimit(group, 1)));
            }
            else if (catalog.Find(hash)?.Concurrency is { } limit)
            {
                table.Wait(run, priority, Hold.OfRun(limit));
                if (isNested)
                {
                    nested.Enqueue(run);
                }
            }
        }

        return table;
    }

    /// <summary>Takes what the task's step needs, one after the other; false where it must wait for one of them, keeping those before.</summary>
    public static bool Take(LedgerSession session, RunImage run, TaskImage task)
    {
        var wanted = Hold.Of(run.Definition.Step(task.StepId));
        var above = wanted.Count == 0 ? null : ChildRuns.Above(session, run);
        foreach (var hold in wanted)
        {
            if (!session.Holds.TryTake(run.Id, task.Id, run.Priority + task.Priority, hold, above))
            {
                Wait(session, run, task, hold);
                return false;
            }

            // Several may have been let in at once: whoever is next now need not wait for the next to leave.
            Offer(session, session.Holds.Next(hold.Key));
        }

        task.Holds = wanted.Count == 0 ? null : EngineJson.Write(wanted);
        return true;
    }

    /// <summary>A task that is final keeps nothing; one that stopped running keeps its locks. Only who could go on at once stays in a queue.</summary>
    public static void GiveBack(LedgerSession session, TaskImage task)
    {
        if (!session.Holds.Knows(task.Id.Value))
        {
            return;
        }

        var isFinal = TaskTransitions.IsFinal(task.State);
        if (task.State != TaskState.Pending || task.DueAt > session.Now)
        {
            Offer(session, session.Holds.StopWaiting(task.Id.Value));
        }

        Offer(session, session.Holds.GiveBack(task.Id.Value, hold => isFinal || (hold.WaitingFor == WaitingFor.Capacity && task.State != TaskState.Running)));
        task.Holds = Text(session, task);
    }

    /// <summary>A paused run holds nobody up in a queue; what it holds it keeps.</summary>
    public static void StopWaiting(LedgerSession session, RunImage run)
    {
        Offer(session, session.Holds.StopWaiting(run.Id.Value));
        foreach (var task in run.Tasks.Where(task => task.State == TaskState.Pending))
        {
            Offer(session, session.Holds.StopWaiting(task.Id.Value));
        }
    }

    /// <summary>Tells those who can go on.</summary>
    public static void Offer(LedgerSession session, IReadOnlyList<Waiter> waiters)
    {
        foreach (var waiter in waiters)
        {
            if (waiter.Task is { } task)
            {
                session.Due.Add(new DueTask(waiter.Run, task, session.Now, waiter.Priority));
            }
            else
            {
                session.Admissions.Enqueue(waiter.Run);
            }
        }
    }

    private static void Wait(LedgerSession session, RunImage run, TaskImage task, Hold hold)
    {
        var holds = Text(session, task);
        if (task.WaitingFor == hold.WaitingFor && task.Holds == holds)
        {
            return;
        }

        (task.WaitingFor, task.Holds) = (hold.WaitingFor, holds);
        session.Statements.WaitTask.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value), hold.WaitingFor.ToString(), holds);
        var seq = session.Write("task", Actor.Engine, "Wait", new HistoryFacts(run.Id, task.Id, Attempt: task.Attempt, Data: new
        {
            waitingFor = hold.WaitingFor,
            hold.Name,
            step = task.StepId,
            heldBy = session.Holds.Holders(hold.Key).Distinct().Take(3).Select(holder => holder.ToString()).ToList(),
        }));
        session.Events.Add(new EngineEvent.TaskChanged(seq, run.Id, task.Id, task.StepId, task.State));
    }

    private static string? Text(LedgerSession session, TaskImage task) =>
        session.Holds.Of(task.Id.Value) is { Count: > 0 } holds ? EngineJson.Write(holds) : null;
}
