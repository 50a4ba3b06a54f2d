using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Signs of life of the writer, written by its thread and read by whoever asks whether it works.</summary>
internal sealed class WriterPulse(TimeProvider clock)
{
    private long _lastCommit;
    private long _busySince;
    private string? _fault;
    private string? _restFault;

    /// <summary>When it last committed, or null where it has not yet.</summary>
    public DateTimeOffset? LastCommitAt => Instant(ref _lastCommit);

    /// <summary>Since when it works on what it works on, or null where it rests.</summary>
    public DateTimeOffset? BusySince => Instant(ref _busySince);

    /// <summary>Why the storage did not take the last batch, or the last emptying of the log, or null where it did.</summary>
    public string? Fault => Volatile.Read(ref _fault) ?? Volatile.Read(ref _restFault);

    public void Begin() => Volatile.Write(ref _busySince, clock.GetUtcNow().UtcTicks);

    public void Committed()
    {
        Volatile.Write(ref _lastCommit, clock.GetUtcNow().UtcTicks);
        Volatile.Write(ref _fault, null);
        Volatile.Write(ref _busySince, 0);
    }

    /// <summary>Something was written while nothing waited, and the log is empty.</summary>
    public void Rested()
    {
        Volatile.Write(ref _fault, null);
        Volatile.Write(ref _restFault, null);
        Volatile.Write(ref _busySince, 0);
    }

    public void Failed(Exception exception, bool isResting = false)
    {
        // A command that breaks is its caller's trouble; a storage that refuses is everybody's. A commit does not prove that the log can be emptied.
        if (exception is SqliteException storage)
        {
            Volatile.Write(ref isResting ? ref _restFault : ref _fault, storage.Message);
        }

        Volatile.Write(ref _busySince, 0);
    }

    private static DateTimeOffset? Instant(ref long ticks) =>
        Volatile.Read(ref ticks) is var value and > 0 ? new DateTimeOffset(value, TimeSpan.Zero) : null;
}

/// <summary>The settings that are in force on the writer's connection.</summary>
internal sealed record WriterSettings(string SqliteVersion, string JournalMode, string Synchronous, bool ForeignKeys, int BusyTimeoutMs);
