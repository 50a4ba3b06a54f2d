using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Starts, holds, ends runs.</summary>
internal static class RunHandlers
{
    private const int MaxTitle = 200;

    public static Answer<RunId> Start(LedgerSession session, StartRunCommand command)
    {
        if (Refuse.Unless<RunId>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        var run = new RunImage
        {
            Id = command.RunId,
            Number = session.Numbers.NextRun(),
            Definition = command.Definition,
            Title = string.IsNullOrWhiteSpace(command.Title) ? command.Definition.Title : command.Title.Trim()[..Math.Min(command.Title.Trim().Length, MaxTitle)],
            Priority = command.Priority,
            Input = command.Input,
            StartedBy = command.Actor.Name,
            Folder = session.FolderOf(command.Definition.Name),
        };
        Admission.Enter(session, run);
        session.Statements.InsertRun.Execute(
            session.Transaction, ValueConversions.Bytes(run.Id.Value), run.Number, run.Definition.Name, run.Definition.Hash, run.Title,
            "Running", run.Priority, run.Input.GetRawText(), run.StartedBy, session.Now.UtcTicks,
            run.Definition.Concurrency?.Group, run.WaitingFor?.ToString());
        session.Keep(run);
        var seq = session.Write("run", command.Actor, "Start", new HistoryFacts(run.Id, To: "Running", Data: new { run.Title, version = run.Definition.Hash[..12] }));
        session.Events.Add(new EngineEvent.RunChanged(seq, run.Id, run.Definition.Name, RunState.Running));
        if (run.WaitingFor is { } waiting)
        {
            session.Write("run", Actor.Engine, "Wait", new HistoryFacts(run.Id, Data: new { waitingFor = waiting, name = run.Definition.Concurrency!.Group }));
        }

        RunMoves.Advance(session, run);
        return new Answer<RunId>.Applied(run.Id);
    }

    public static Answer<RunState> Change(LedgerSession session, ChangeRunCommand command)
    {
        if (Refuse.Unless<RunState>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        if (session.Run(command.RunId) is not { } run)
        {
            return Refuse.NotFound<RunState>("run", command.RunId);
        }

        if (RunTransitions.Next(run.State, command.Trigger) is null)
        {
            return Refuse.With<RunState>("wrong-state", $"The run is {run.State}: it can't be {Participle(command.Trigger)}.", EngineJson.From(new { state = run.State }));
        }

        if (command.Trigger == RunTrigger.Cancel)
        {
            RunMoves.CancelUnfinished(session, command.Actor, run);
        }

        RunMoves.Fire(session, command.Actor, run, command.Trigger, null, null, command.Reason is null ? null : new { command.Reason });
        if (command.Trigger == RunTrigger.Pause)
        {
            Holds.StopWaiting(session, run);
        }

        if (command.Trigger == RunTrigger.Resume)
        {
            session.Admissions.Enqueue(run.Id);
            session.Due.AddRange(run.Tasks.Where(task => task.State == TaskState.Pending)
                .Select(task => new DueTask(run.Id, task.Id, task.DueAt ?? session.Now, run.Priority + task.Priority)));
        }

        return new Answer<RunState>.Applied(run.State);
    }

    private static string Participle(RunTrigger trigger) => trigger switch
    {
        RunTrigger.Pause => "paused",
        RunTrigger.Resume => "resumed",
        RunTrigger.Cancel => "cancelled",
        RunTrigger.Complete => "completed",
        RunTrigger.Fail => "failed",
        RunTrigger.Reopen => "reopened",
    };
}
