using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>What begins at an instant.</summary>
internal static class ScheduleHandlers
{
    public static Answer<RunState> Begin(LedgerSession session, BeginRunCommand command)
    {
        if (session.Run(command.RunId) is not { } run)
        {
            return Refuse.NotFound<RunState>("run", command.RunId);
        }

        if (run.StartsAt is not { } at || at > session.Now || RunTransitions.IsFinal(run.State))
        {
            return Refuse.Stale<RunState>("not-due", "The run began already, is final, or its instant has not come.", new { state = run.State });
        }

        NewRun.Begin(session, run);
        return new Answer<RunState>.Applied(run.State);
    }

    public static Answer<int> Fire(LedgerSession session, FireScheduleCommand command)
    {
        if (session.Schedule(command.Workflow, command.Schedule) is not { } image || session.Current(command.Workflow) is not { } definition
            || definition.Schedule.FirstOrDefault(schedule => schedule.Name == command.Schedule) is not { } schedule)
        {
            return Refuse.NotFound<int>("schedule", command.Schedule);
        }

        if (image.NextAt != command.First || command.First > session.Now)
        {
            return Refuse.Stale<int>("not-due", "Somebody acted on this instant already, or it has not come.");
        }

        session.Statements.MoveSchedule.Execute(session.Transaction, command.Workflow, command.Schedule, command.Due.Next?.UtcTicks);
        session.WakeSchedule(command.Workflow, command.Schedule, command.Due.Next);
        if (command.Due.HasMissed)
        {
            ScheduledRuns.Record(session, image, "Miss", command.First, null, "Instants passed while nobody looked; the catch-up rule gives them no run of their own.");
        }

        foreach (var instant in command.Due.Fire)
        {
            ScheduledRuns.Fire(session, definition, schedule, instant);
        }

        return new Answer<int>.Applied(command.Due.Fire.Count);
    }
}
