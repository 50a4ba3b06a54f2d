using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>The safety net: gives back what a dead executor held, and offers whatever is due although nobody was told.</summary>
internal sealed partial class LeaseRescuer(
    TaskLedger ledger, LocalTaskFeed feed, ScheduleTimer schedules, LeaseRenewal leases, IDbContextFactory<EngineDbContext> contexts, EngineOptions options, TimeProvider clock, ILogger<LeaseRescuer> log)
{
    private const int AtOnce = 1000;

    private DateTimeOffset _loadedAt;
    private int _queuesSeen;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Sweep, clock);
        while (!Mutations.NeverSweeps && await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await RescueAsync(clock.GetUtcNow(), stopping);
                await OfferAsync(clock.GetUtcNow(), stopping);
                if ((clock.GetUtcNow() - _loadedAt).Duration() > TimerLoop.Horizon / 2)
                {
                    await LoadInstantsAsync(stopping);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
        }
    }

    /// <summary>After a start: nothing runs yet, so whatever is Running belonged to a process that is gone. Its attempt counts.</summary>
    public Task RecoverAsync(CancellationToken stopping) => RescueAsync(null, stopping);

    /// <summary>Every instant of the next hour goes to the timers, everything due to the dispatcher.</summary>
    public async Task LoadAsync(CancellationToken stopping)
    {
        if (Mutations.NeverSweeps)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(stopping);
        await OfferAllAsync(context, Claimable(context).Where(task => task.DueAt == null), stopping);
        await LoadInstantsAsync(stopping);
    }

    private async Task LoadInstantsAsync(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var until = now + TimerLoop.Horizon;
        await schedules.LoadAsync(until, stopping);
        await using var context = await contexts.CreateDbContextAsync(stopping);
        await OfferAllAsync(context, Claimable(context).Where(task => task.DueAt < until), stopping);
        var deadlines = context.Tasks.Where(task => task.DeadlineAt < until).Select(task => new { task.Id, task.DeadlineAt }).AsAsyncEnumerable();
        await foreach (var task in deadlines.WithCancellation(stopping))
        {
            feed.ExpireAt(task.Id, task.DeadlineAt!.Value);
        }

        await foreach (var review in context.Reviews.Where(review => review.WakeAt < until).Select(review => new { review.Id, review.WakeAt }).AsAsyncEnumerable().WithCancellation(stopping))
        {
            feed.WakeAt(review.Id, review.WakeAt!.Value);
        }

        _loadedAt = now;
    }

    private async Task OfferAllAsync(EngineDbContext context, IQueryable<TaskRow> tasks, CancellationToken stopping)
    {
        var pending = tasks.OrderBy(task => task.CreatedAt)
            .Select(task => new { task.RunId, task.Id, task.DueAt, task.CreatedAt, Priority = task.Priority + context.Runs.First(run => run.Id == task.RunId).Priority })
            .AsAsyncEnumerable();
        await foreach (var task in pending.WithCancellation(stopping))
        {
            feed.Offer(new DueTask(task.RunId, task.Id, task.DueAt ?? task.CreatedAt, task.Priority));
        }
    }

    private async Task RescueAsync(DateTimeOffset? endedBefore, CancellationToken stopping)
    {
        await using var context = await contexts.CreateDbContextAsync(stopping);
        var query = context.Tasks.Where(task => task.State == TaskState.Running);
        query = endedBefore is { } instant ? query.Where(task => task.LeaseUntil < instant) : query;
        var orphans = await query.Select(task => new { task.Id, task.Fence }).ToListAsync(stopping);

        // A lease of this process that ended could not be renewed: the storage failed. Who holds it is alive.
        foreach (var some in orphans.Where(task => !leases.Holds(task.Id, task.Fence)).Chunk(AtOnce))
        {
            var answer = await ledger.SubmitAsync(
                new ReleaseTasksCommand(Actor.Engine, [.. some.Select(task => (task.Id, task.Fence))], CountAttempt: true), stopping);
            if (answer.Value > 0)
            {
                LogRescued(log, answer.Value);
            }
        }
    }

    private async Task OfferAsync(DateTimeOffset now, CancellationToken stopping)
    {
        await using var context = await contexts.CreateDbContextAsync(stopping);
        var settled = now - options.Sweep;
        await schedules.LoadAsync(settled, stopping);
        var due = Claimable(context).Where(task => task.DueAt < settled || (task.DueAt == null && task.CreatedAt < settled));
        await OfferAsync(context, due.Where(task => task.WaitingFor != WaitingFor.Lock && task.WaitingFor != WaitingFor.Capacity), 0, stopping);

        // Those in a queue apart: however many they are, they hide nothing else. Each time the next ones, so that those who wait for one thing don't hide those who wait for another.
        var queued = due.Where(task => task.WaitingFor == WaitingFor.Lock || task.WaitingFor == WaitingFor.Capacity);
        var found = await OfferAsync(context, queued, _queuesSeen, stopping);
        _queuesSeen = found < AtOnce ? 0 : _queuesSeen + found;
        var late = await context.Tasks.Where(task => task.DeadlineAt < settled).OrderBy(task => task.DeadlineAt).Take(AtOnce)
            .Select(task => new { task.Id, task.DeadlineAt }).ToListAsync(stopping);
        late.ForEach(task => feed.ExpireAt(task.Id, task.DeadlineAt!.Value));
        var overdue = await context.Reviews.Where(review => review.WakeAt < settled).OrderBy(review => review.WakeAt).Take(AtOnce)
            .Select(review => new { review.Id, review.WakeAt }).ToListAsync(stopping);
        overdue.ForEach(review => feed.WakeAt(review.Id, review.WakeAt!.Value));
        if (await context.Outbox.AnyAsync(message => message.NextAt < settled, stopping))
        {
            feed.MessageWaits();
        }
    }

    private async Task<int> OfferAsync(EngineDbContext context, IQueryable<TaskRow> tasks, int after, CancellationToken stopping)
    {
        var forgotten = await tasks
            .Join(context.Runs.Where(run => run.State == RunState.Running && run.WaitingFor == null), task => task.RunId, run => run.Id, (task, run) => new
            {
                task.RunId,
                task.Id,
                task.DueAt,
                task.CreatedAt,
                Priority = task.Priority + run.Priority,
            })
            .OrderByDescending(task => task.Priority).ThenBy(task => task.CreatedAt).ThenBy(task => task.Id).Skip(after).Take(AtOnce).ToListAsync(stopping);
        forgotten.ForEach(task => feed.Offer(new DueTask(task.RunId, task.Id, task.DueAt ?? task.CreatedAt, task.Priority)));
        return forgotten.Count;
    }

    /// <summary>Pending tasks that an instant makes due. Those that wait for something outside are not looked at, however many they are.</summary>
    private static IQueryable<TaskRow> Claimable(EngineDbContext context) => context.Tasks.Where(task =>
        task.State == TaskState.Pending && (task.DueAt != null || (task.WaitingFor != WaitingFor.Signal && task.WaitingFor != WaitingFor.Run)));

    [LoggerMessage(1, LogLevel.Warning, "The sweep failed; it runs again")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Count} running tasks were given back because their executor is gone")]
    private static partial void LogRescued(ILogger log, int count);
}
