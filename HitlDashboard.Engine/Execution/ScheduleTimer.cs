using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Execution;

/// <summary>Works out what is due for a schedule and has it recorded. Asking too early or twice does nothing.</summary>
internal sealed class ScheduleTimer(
    TaskLedger ledger, LocalTaskFeed feed, DefinitionCatalog catalog, IDbContextFactory<EngineDbContext> contexts, TimeProvider clock)
{
    /// <summary>Acts on the instants of one schedule that have come.</summary>
    public async Task FireAsync(string workflow, string name, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var row = await context.Schedules.FirstOrDefaultAsync(schedule => schedule.Workflow == workflow && schedule.Name == name, cancellation);
        var definition = row?.NextAt is null ? null : await catalog.CurrentAsync(workflow, cancellation);
        if (row?.NextAt is not { } first || definition?.Schedule.FirstOrDefault(schedule => schedule.Name == name) is not { } found)
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (first > now)
        {
            // The clock was set back since this was put in.
            feed.FireAt(workflow, name, first);
            return;
        }

        await ledger.SubmitAsync(new FireScheduleCommand(Actor.Engine, workflow, name, first, DueOccurrences.At(found, first, now)), cancellation);
    }

    /// <summary>Puts every instant that is not acted on yet, before <paramref name="before"/>, to the timers.</summary>
    public async Task LoadAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var schedule in await context.Schedules.Where(schedule => schedule.NextAt < before).ToListAsync(cancellation))
        {
            feed.FireAt(schedule.Workflow, schedule.Name, schedule.NextAt!.Value);
        }

        var later = await context.Runs.Where(run => run.StartsAt < before && (run.State == RunState.Running || run.State == RunState.Paused))
            .Select(run => new { run.Id, run.StartsAt }).ToListAsync(cancellation);
        later.ForEach(run => feed.BeginAt(run.Id, run.StartsAt!.Value));
    }
}
