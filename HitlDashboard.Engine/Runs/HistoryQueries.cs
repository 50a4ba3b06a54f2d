using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Runs;

/// <summary>Reads the history in order.</summary>
public sealed class HistoryQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;

    internal HistoryQueries(IDbContextFactory<EngineDbContext> contexts) => _contexts = contexts;

    /// <summary>Entries after a place, oldest first.</summary>
    /// <param name="run">One run, or null for everything.</param>
    /// <param name="after">The last sequence number that was read; 0 for the beginning.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async Task<IReadOnlyList<HistoryEntry>> AfterAsync(
        RunId? run, long after, int limit = 200, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var query = context.History.Where(entry => entry.Seq > after);
        query = run is { } id ? query.Where(entry => entry.RunId == id) : query;
        var rows = await query.OrderBy(entry => entry.Seq).Take(Math.Clamp(limit, 1, 1000)).ToListAsync(cancellation);
        return [.. rows.Select(RunRecords.Entry)];
    }

    /// <summary>The newest sequence number, or 0.</summary>
    public async Task<long> LastAsync(CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await context.History.MaxAsync(entry => (long?)entry.Seq, cancellation) ?? 0;
    }
}
