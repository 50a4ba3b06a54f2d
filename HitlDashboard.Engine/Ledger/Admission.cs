using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Places of runs in their workflow's concurrency group: taken at the start, given back at the end, passed on in the same transaction.</summary>
internal static class Admission
{
    /// <summary>Takes a place for a new run, or lets it wait. One that begins while it is paused asks when it is resumed.</summary>
    public static void Enter(LedgerSession session, RunImage run)
    {
        if (run.Definition.Concurrency is { } limit && (run.State != RunState.Running || !Take(session, run, limit)))
        {
            run.WaitingFor = WaitingFor.Capacity;
        }
    }

    /// <summary>A run that is taken up again goes on at once, also where its place is somebody else's by now: a person wants it.</summary>
    public static void Return(LedgerSession session, RunImage run)
    {
        if (run.Definition.Concurrency is { } limit)
        {
            session.Holds.Take(run.Id, null, Hold.OfRun(limit));
        }
    }

    /// <summary>A final run gives its place back.</summary>
    public static void Leave(LedgerSession session, RunImage run)
    {
        Holds.Offer(session, session.Holds.StopWaiting(run.Id.Value));
        Holds.Offer(session, session.Holds.GiveBack(run.Id.Value, _ => true));
    }

    /// <summary>Lets runs go on that have a place now. A run that is over at once lets in the next.</summary>
    public static void Settle(LedgerSession session)
    {
        while (session.Admissions.TryDequeue(out var id))
        {
            if (session.Readable(id) is { State: RunState.Running, WaitingFor: not null } run && Take(session, run, run.Definition.Concurrency!))
            {
                Admit(session, run);
                Holds.Offer(session, session.Holds.Next(Hold.OfRun(run.Definition.Concurrency!).Key));
            }
        }
    }

    private static bool Take(LedgerSession session, RunImage run, ConcurrencyLimit limit) =>
        session.Holds.TryTake(run.Id, null, run.Priority, Hold.OfRun(limit), ChildRuns.Above(session, run));

    private static void Admit(LedgerSession session, RunImage run)
    {
        run.WaitingFor = null;
        session.Statements.AdmitRun.Execute(session.Transaction, ValueConversions.Bytes(run.Id.Value));
        var seq = session.Write("run", Actor.Engine, "Admit", new HistoryFacts(run.Id, Data: new { run.Definition.Concurrency!.Group }));
        session.Events.Add(new Events.EngineEvent.RunChanged(seq, run.Id, run.Definition.Name, run.State));

        // What waited was only to be seen: now it is planned for good, so that delays and deadlines count from here.
        foreach (var task in run.Tasks.ToList())
        {
            session.Statements.DeleteTask.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value));
        }

        foreach (var step in run.Counts.Keys.ToList())
        {
            run.Forget(step);
        }

        RunMoves.Advance(session, run);
    }
}
