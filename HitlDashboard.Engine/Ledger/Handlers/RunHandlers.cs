using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Starts, holds, ends runs.</summary>
internal static class RunHandlers
{
    public static Answer<RunId> Start(LedgerSession session, StartRunCommand command)
    {
        if (Refuse.Unless<RunId>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        var run = NewRun.Start(session, command.Actor, new RunSeed
        {
            Id = command.RunId,
            Definition = command.Definition,
            Input = command.Input,
            StartedBy = command.Actor.Name,
            Starter = command.Actor.Owner,
            Title = command.Title,
            Priority = command.Priority,
            StartsAt = command.StartsAt,
        });
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
            RunMoves.Cancel(session, command.Actor, run, command.Reason);
            return new Answer<RunState>.Applied(run.State);
        }

        RunMoves.Fire(session, command.Actor, run, command.Trigger, null, null, command.Reason is null ? null : new { command.Reason });
        if (command.Trigger == RunTrigger.Pause)
        {
            Holds.StopWaiting(session, run);
        }

        if (command.Trigger == RunTrigger.Resume)
        {
            session.Admissions.Enqueue(run.Id);
            foreach (var task in run.Tasks)
            {
                session.Offer(run, task);
            }
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
