using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What schedules start. The row says which instant comes next, so that each gets at most one run, whatever the clock and the process do.</summary>
internal static class ScheduledRuns
{
    /// <summary>Keeps what is known about schedules that stayed, begins new ones with the next instant, forgets the others.</summary>
    public static void Adopt(LedgerSession session, WorkflowDefinition definition)
    {
        var known = session.Statements.ReadScheduleNames.Read(session.Transaction, reader => reader.GetString(0), definition.Name);
        foreach (var gone in known.Where(name => definition.Schedule.All(schedule => schedule.Name != name)))
        {
            session.Statements.DeleteSchedule.Execute(session.Transaction, definition.Name, gone);
        }

        foreach (var schedule in definition.Schedule.Where(schedule => !known.Contains(schedule.Name)))
        {
            var next = schedule.Cron.After(session.Now);
            session.Statements.InsertSchedule.Execute(session.Transaction, definition.Name, schedule.Name, next?.UtcTicks);
            session.WakeSchedule(definition.Name, schedule.Name, next);
        }
    }

    /// <summary>Acts on one instant: starts a run, lets it wait for the one before, or leaves it out.</summary>
    public static void Fire(LedgerSession session, WorkflowDefinition definition, ScheduleDefinition schedule, DateTimeOffset instant)
    {
        var image = session.Schedule(definition.Name, schedule.Name)!;
        image.LastAt = instant;
        var isBusy = schedule.Overlap != OverlapRule.Allow && IsBusy(session, definition.Name, schedule.Name);
        switch (isBusy, schedule.Overlap)
        {
            case (true, OverlapRule.Queue) when image.Queued.Count < PlanLimits.ScheduledRuns:
                image.Queued.Add(instant);
                Save(session, image);
                Record(session, image, "Queue", instant, null, null);
                break;
            case (true, _):
                image.Problem = schedule.Overlap == OverlapRule.Queue ? $"{PlanLimits.ScheduledRuns} runs wait already." : "The run before is not final.";
                Save(session, image);
                Record(session, image, "Skip", instant, null, image.Problem);
                break;
            default:
                Start(session, definition, schedule, image, instant);
                break;
        }
    }

    /// <summary>After a run of a schedule ended: the next that waits.</summary>
    public static void Ended(LedgerSession session, RunImage run)
    {
        if (run.Schedule is not { } name || session.Schedule(run.Definition.Name, name) is not { Queued.Count: > 0 } image || IsBusy(session, run.Definition.Name, name)
            || session.Current(run.Definition.Name) is not { } definition || definition.Schedule.FirstOrDefault(schedule => schedule.Name == name) is not { } found)
        {
            return;
        }

        var instant = image.Queued[0];
        image.Queued.RemoveAt(0);
        if (!Start(session, definition, found, image, instant))
        {
            Ended(session, run);
        }
    }

    public static void Record(LedgerSession session, ScheduleImage image, string trigger, DateTimeOffset at, RunId? run, string? message)
    {
        var seq = session.Write("schedule", Actor.Engine, trigger, new HistoryFacts(run, Data: new { workflow = image.Workflow, schedule = image.Name, at, message }));
        session.Events.Add(new EngineEvent.WorkflowChanged(seq, image.Workflow));
    }

    // Also a run that was retried after it had failed.
    private static bool IsBusy(LedgerSession session, string workflow, string schedule) =>
        session.Statements.OpenScheduled.Read(session.Transaction, Row.RunId, workflow, schedule).Count > 0;

    // The row is written before the run begins: a run may end in the same breath, and the next that waits is looked up there.
    private static bool Start(LedgerSession session, WorkflowDefinition definition, ScheduleDefinition schedule, ScheduleImage image, DateTimeOffset instant)
    {
        var (seed, problem) = Seed(session, definition, schedule, instant);
        (image.Problem, image.LastRunId) = (problem, seed?.Id ?? image.LastRunId);
        Save(session, image);
        Record(session, image, seed is null ? "Refuse" : "Fire", instant, seed?.Id, problem);
        if (seed is not null)
        {
            NewRun.Start(session, Actor.Engine, seed);
        }

        return seed is not null;
    }

    private static (RunSeed? Seed, string? Problem) Seed(LedgerSession session, WorkflowDefinition definition, ScheduleDefinition schedule, DateTimeOffset instant)
    {
        try
        {
            var now = EngineJson.From(instant);
            var scope = new ValueScope { Root = name => name == "now" ? now : null, Step = _ => null };
            var (seed, error) = RunSeed.Of(session, definition.Name, schedule.Input?.Render(scope) ?? EngineJson.Empty, "schedule");
            return (seed is null ? null : seed with { Schedule = schedule.Name }, error?.Message);
        }
        catch (TemplateException exception)
        {
            return (null, exception.Message);
        }
    }

    private static void Save(LedgerSession session, ScheduleImage image) => session.Statements.SaveSchedule.Execute(
        session.Transaction, image.Workflow, image.Name, image.LastAt?.UtcTicks, LedgerSession.Bytes(image.LastRunId?.Value),
        image.Queued.Count == 0 ? null : EngineJson.Write(image.Queued), image.Problem);
}

/// <summary>The writer's picture of one schedule.</summary>
internal sealed class ScheduleImage
{
    public required string Workflow { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset? NextAt { get; init; }

    public DateTimeOffset? LastAt { get; set; }

    public RunId? LastRunId { get; set; }

    public required List<DateTimeOffset> Queued { get; init; }

    public string? Problem { get; set; }
}
