using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Health;

/// <summary>Says whether the engine can read, decide and write.</summary>
public sealed class EngineHealth
{
    /// <summary>A batch takes milliseconds; one that takes longer than this waits for something that does not come.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(30);

    private readonly TaskLedger _ledger;
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly EngineOptions _options;
    private readonly TimeProvider _clock;

    internal EngineHealth(TaskLedger ledger, IDbContextFactory<EngineDbContext> contexts, EngineOptions options, TimeProvider clock) =>
        (_ledger, _contexts, _options, _clock) = (ledger, contexts, options, clock);

    /// <summary>Looks at the writer, and reads from the database.</summary>
    public async Task<EngineReport> ReadAsync(CancellationToken cancellation = default)
    {
        if (_ledger.Writer is not { } writer)
        {
            return new EngineReport("The engine has not started yet, or has stopped.", null, null);
        }

        var (decisions, others) = _ledger.Waiting;
        var facts = new WriterReport(_ledger.IsAlive, writer.Pulse.LastCommitAt, writer.Batches, writer.Commands, decisions, others);
        try
        {
            var database = await DatabaseAsync(writer.Settings, cancellation);
            return new EngineReport(Problem(facts, writer.Pulse), database, facts);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new EngineReport($"The database can't be read: {exception.GetBaseException().Message}", null, facts);
        }
    }

    private async Task<DatabaseReport> DatabaseAsync(WriterSettings settings, CancellationToken cancellation)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var schema = (await context.Database.GetAppliedMigrationsAsync(cancellation)).LastOrDefault() ?? "none";
        await context.Runs.AnyAsync(cancellation);
        var size = new FileInfo(_options.DatabaseFile).Length;
        return new DatabaseReport(schema, size, settings.SqliteVersion, settings.JournalMode, settings.Synchronous, settings.ForeignKeys, settings.BusyTimeoutMs);
    }

    private string? Problem(WriterReport writer, WriterPulse pulse) =>
        !writer.IsAlive ? "The writer has ended: nothing can be decided. Restart the server."
        : pulse.Fault is { } fault ? $"The database does not take what is written: {fault}"
        : pulse.BusySince is { } since && _clock.GetUtcNow() - since > Stuck ? $"The writer has worked on one batch since {since:u}: the disk does not answer."
        : null;
}

/// <summary>How the engine is.</summary>
/// <param name="Problem">Why it can't do its work, or null where it can.</param>
/// <param name="Database">The database, or null where it can't be read.</param>
/// <param name="Writer">The writer, or null where there is none.</param>
public sealed record EngineReport(string? Problem, DatabaseReport? Database, WriterReport? Writer);

/// <summary>The database.</summary>
/// <param name="Schema">The newest migration.</param>
/// <param name="SizeBytes">The file without its log.</param>
/// <param name="SqliteVersion">As <c>3.46.1</c>.</param>
/// <param name="JournalMode"><c>wal</c>.</param>
/// <param name="Synchronous"><c>full</c> means that an acknowledged write survives a power cut.</param>
/// <param name="ForeignKeys">Whether references are checked.</param>
/// <param name="BusyTimeoutMs">How long a write waits for a lock.</param>
public sealed record DatabaseReport(string Schema, long SizeBytes, string SqliteVersion, string JournalMode, string Synchronous, bool ForeignKeys, int BusyTimeoutMs);

/// <summary>The writer.</summary>
/// <param name="IsAlive">Whether it runs.</param>
/// <param name="LastCommitAt">When it last committed, or null where it has not yet.</param>
/// <param name="Batches">Commits since the start.</param>
/// <param name="Commands">Commands in them.</param>
/// <param name="DecisionsWaiting">People's commands that wait for it.</param>
/// <param name="CommandsWaiting">All other commands that wait for it.</param>
public sealed record WriterReport(bool IsAlive, DateTimeOffset? LastCommitAt, long Batches, long Commands, int DecisionsWaiting, int CommandsWaiting);
