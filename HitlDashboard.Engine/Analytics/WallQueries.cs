using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Analytics;

/// <summary>What the wall reads.</summary>
public sealed class WallQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly TimeProvider _clock;

    internal WallQueries(IDbContextFactory<EngineDbContext> contexts, TimeProvider clock) => (_contexts, _clock) = (contexts, clock);

    /// <summary>Reads all figures in one transaction, so that they fit together.</summary>
    /// <param name="queue">One queue's reviews, or null for all; runs are counted over all queues.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<WallFigures> ReadAsync(string? queue = null, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        await context.Database.OpenConnectionAsync(cancellation);

        // Deferred: the default begins by asking for the right to write, which a reader does not have.
        await using var moment = ((SqliteConnection)context.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await context.Database.UseTransactionAsync(moment, cancellation);
        var now = _clock.GetUtcNow();
        var hour = now.AddHours(-1);
        var open = context.Reviews.Where(review => review.State == ReviewState.Open);
        open = queue is null ? open : open.Where(review => review.Queue == queue);
        var queues = await open.GroupBy(review => review.Queue)
            .Select(group => new QueueFigure(group.Key, group.Count(), group.Min(review => review.CreatedAt))).ToListAsync(cancellation);
        var ended = await context.Runs.Where(run => run.CompletedAt >= hour)
            .Select(run => new { run.State, run.CompletedAt }).ToListAsync(cancellation);
        return new WallFigures
        {
            At = now,
            Waiting = queues.Sum(figure => figure.Waiting),
            OldestSince = queues.Count == 0 ? null : queues.Min(figure => figure.OldestSince),
            Overdue = await open.CountAsync(review => review.DueAt < now, cancellation),
            Staged = await context.Reviews.CountAsync(review => review.State == ReviewState.Staged, cancellation),
            RunningTasks = await context.Tasks.CountAsync(task => task.State == TaskState.Running, cancellation),
            OpenRuns = await context.Runs.CountAsync(run => run.State == RunState.Running || run.State == RunState.Paused, cancellation),
            FailedLastHour = ended.Count(run => run.State == RunState.Failed),
            CompletedLastHour = ended.Count(run => run.State == RunState.Completed),
            DecisionsLastHour = await context.Decisions.CountAsync(decision => decision.At >= hour && decision.State == "Released", cancellation),
            Throughput = Buckets([.. ended.Where(run => run.State == RunState.Completed).Select(run => run.CompletedAt!.Value)], now),
            Queues = [.. queues.OrderByDescending(figure => figure.Waiting)],
            Urgent = await open.OrderBy(review => review.UrgentAt).Take(8)
                .Select(review => new UrgentReview(review.Title, review.Workflow, review.Queue, review.Risk.ToString(), review.CreatedAt, review.DueAt))
                .ToListAsync(cancellation),
        };
    }

    private static int[] Buckets(IReadOnlyList<DateTimeOffset> instants, DateTimeOffset now)
    {
        var buckets = new int[12];
        foreach (var instant in instants)
        {
            buckets[Math.Clamp(11 - (int)((now - instant).TotalMinutes / 5), 0, 11)]++;
        }

        return buckets;
    }
}
