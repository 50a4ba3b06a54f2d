using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Opens the one connection that writes, and checks that its settings are in force. It also owns every checkpoint: see docs/adr/0003-sqlite-pins.md.</summary>
internal static class WriterConnection
{
    /// <summary>Set by a test that proves that durability is measured: <c>synchronous=OFF</c> must lose acknowledged work when power is lost.</summary>
    internal static string Synchronous { get; set; } = "FULL";

    /// <summary>How long a write waits for a lock that somebody else holds, from 2 up. Tests of such locks wait less.</summary>
    internal static int BusySeconds { get; set; } = 10;

    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString());
        connection.Open();
        foreach (var pragma in new[]
        {
            "journal_mode = WAL", $"synchronous = {Synchronous}", $"busy_timeout = {BusySeconds * 500}", "foreign_keys = ON", "trusted_schema = OFF",
            "cell_size_check = ON", "wal_autocheckpoint = 16000", "journal_size_limit = 67108864", "cache_size = -32000", "temp_store = MEMORY",
        })
        {
            Run(connection, $"PRAGMA {pragma}");
        }

        var journal = Run(connection, "PRAGMA journal_mode");
        Prove(connection);
        return journal == "wal"
            ? connection
            : throw new InvalidOperationException($"The database {file} can't use a write-ahead log (its mode is {journal}): put the data folder on a local disk.");
    }

    /// <summary>Commits something that changes nothing: whether the storage takes what is written.</summary>
    /// <exception cref="SqliteException">It does not.</exception>
    public static void Prove(SqliteConnection connection) => Run(connection, "PRAGMA user_version = 0");

    /// <summary>Empties the log when nothing is written, so that it does not stay at its largest size. Waits for nobody who reads: decisions would wait too.</summary>
    /// <returns>Whether it is empty; false where somebody still reads it.</returns>
    public static bool Shrink(SqliteConnection connection)
    {
        var patience = Run(connection, "PRAGMA busy_timeout");
        Run(connection, "PRAGMA busy_timeout = 0");
        try
        {
            return Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == "0";
        }
        finally
        {
            Run(connection, $"PRAGMA busy_timeout = {patience}");
        }
    }

    /// <summary>What is in force on an open connection.</summary>
    public static WriterSettings Describe(SqliteConnection connection) => new(
        connection.ServerVersion,
        Run(connection, "PRAGMA journal_mode")!,
        Run(connection, "PRAGMA synchronous") switch { "0" => "off", "1" => "normal", "2" => "full", _ => "extra" },
        Run(connection, "PRAGMA foreign_keys") == "1",
        int.Parse(Run(connection, "PRAGMA busy_timeout")!, System.Globalization.CultureInfo.InvariantCulture));

    private static string? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
