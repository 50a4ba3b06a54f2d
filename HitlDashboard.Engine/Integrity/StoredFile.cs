using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Integrity;

/// <summary>A database file, opened for reading only. Everything is read in one transaction: a file that a server writes meanwhile is seen at one moment.</summary>
internal sealed class StoredFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    private StoredFile(SqliteConnection connection)
    {
        _connection = connection;
        _transaction = connection.BeginTransaction(deferred: true);
    }

    /// <exception cref="SqliteException">It can't be opened.</exception>
    public static StoredFile Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY";
            settings.ExecuteNonQuery();
            return new StoredFile(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Rows as they come, never all at once.</summary>
    public IEnumerable<T> Read<T>(string sql, Func<StoredValues, T> row)
    {
        using var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        using var reader = command.ExecuteReader();
        var values = new StoredValues(reader);
        while (reader.Read())
        {
            yield return row(values.Begin());
        }
    }

    public long Count(string table) => Read($"SELECT COUNT(*) FROM {table}", row => row.Number()).First();

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
