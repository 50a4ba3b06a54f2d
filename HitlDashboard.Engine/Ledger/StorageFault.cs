using HitlDashboard.Engine.Lifecycle;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Tells a storage that does not take what is written from a command that is wrong: the first is nobody's fault who asked, and passes.</summary>
internal static class StorageFault
{
    // SQLite's codes: busy, locked, no memory, read-only, input or output, corrupt, full, can't open, locking protocol, not a database.
    private static readonly HashSet<int> Codes = [5, 6, 7, 8, 10, 11, 13, 14, 15, 26];

    public static bool IsOne(Exception exception) => exception is SqliteException storage && Codes.Contains(storage.SqliteErrorCode);

    /// <summary>Whether somebody else holds the database; whoever tries next waits as long again.</summary>
    public static bool IsLock(Exception exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 };

    /// <summary>What people and programs are told. The message of SQLite names no folders.</summary>
    public static Refusal Refusal(Exception exception) => new(
        "storage-failed", $"The server's database does not take what is written ({exception.Message.TrimEnd('.')}). Nothing was changed: try again in a moment.");
}
