using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Writes a run and lets it go.</summary>
internal static class NewRun
{
    private const int MaxTitle = 200;

    public static RunImage Start(LedgerSession session, Actor actor, RunSeed seed)
    {
        var run = Image(session, seed);
        if (run.StartsAt is null)
        {
            Admission.Enter(session, run);
        }

        session.Statements.InsertRun.Execute(
            session.Transaction, ValueConversions.Bytes(run.Id.Value), run.Number, run.Definition.Name, run.Definition.Hash, run.Title,
            "Running", run.Priority, run.Input.GetRawText(), run.StartedBy, session.Now.UtcTicks, run.Definition.Concurrency?.Group,
            run.WaitingFor?.ToString(), LedgerSession.Bytes(run.ParentRunId?.Value), LedgerSession.Bytes(run.ParentTaskId?.Value), LedgerSession.Bytes(run.RootRunId?.Value), run.Depth, run.Hops, run.Schedule, run.StartsAt?.UtcTicks, run.Starter);
        session.Keep(run);
        var seq = session.Write("run", actor, "Start", new HistoryFacts(run.Id, To: "Running", Data: new
        {
            run.Title,
            version = run.Definition.Hash[..12],
            parent = run.ParentRunId?.ToString(),
            run.StartsAt,
        }));
        session.Events.Add(new EngineEvent.RunChanged(seq, run.Id, run.Definition.Name, RunState.Running));
        if (run.StartsAt is { } later)
        {
            session.Begins.Add((run.Id, later));
            return run;
        }

        Go(session, run);
        return run;
    }

    /// <summary>Lets a run go whose instant has come.</summary>
    public static void Begin(LedgerSession session, RunImage run)
    {
        var at = run.StartsAt;
        run.StartsAt = null;
        Admission.Enter(session, run);
        session.Statements.BeginRun.Execute(session.Transaction, ValueConversions.Bytes(run.Id.Value), run.WaitingFor?.ToString());
        session.Write("schedule", Actor.Engine, "Begin", new HistoryFacts(run.Id, Data: new { at }));
        Go(session, run);
    }

    private static void Go(LedgerSession session, RunImage run)
    {
        if (run.WaitingFor is { } waiting)
        {
            session.Write("run", Actor.Engine, "Wait", new HistoryFacts(run.Id, Data: new { waitingFor = waiting, name = run.Definition.Concurrency!.Group }));
        }

        RunMoves.Advance(session, run);
    }

    private static RunImage Image(LedgerSession session, RunSeed seed) => new()
    {
        Id = seed.Id,
        Number = session.Numbers.NextRun(),
        Definition = seed.Definition,
        Title = string.IsNullOrWhiteSpace(seed.Title) ? seed.Definition.Title : seed.Title.Trim()[..Math.Min(seed.Title.Trim().Length, MaxTitle)],
        Priority = seed.Priority,
        Input = seed.Input,
        StartedBy = seed.StartedBy,
        Starter = seed.Starter,
        Folder = session.FolderOf(seed.Definition.Name),
        ParentRunId = seed.ParentRun,
        ParentTaskId = seed.ParentTask,
        RootRunId = seed.Root,
        Depth = seed.Depth,
        Hops = seed.Hops,
        Schedule = seed.Schedule,
        StartsAt = seed.StartsAt > session.Now ? seed.StartsAt : null,
    };
}
