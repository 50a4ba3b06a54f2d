using HitlDashboard.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Tamper;

/// <summary>A database in the hands of somebody who can write it: no index and no rule of it stands in the way.</summary>
internal sealed class TamperedFile : IDisposable
{
    /// <summary>Every table that the chain covers.</summary>
    public static readonly IReadOnlyList<string> Tables = [.. AuditedPart.All.Append(AuditedPart.Entry).Select(part => part.Table).Distinct()];

    private readonly SqliteConnection _connection;

    public TamperedFile(string file)
    {
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Run("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
        foreach (var index in Read("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL", row => row.GetString(0)))
        {
            Run($"DROP INDEX \"{index}\"");
        }
    }

    public int Run(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params object?[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public object? Value(string sql, params object?[] values) => Read(sql, row => row.IsDBNull(0) ? null : row.GetValue(0), values).FirstOrDefault();

    public long Count(string table) => (long)Value($"SELECT COUNT(*) FROM {table}")!;

    /// <summary>Columns with the types that they were declared with.</summary>
    public List<(string Name, string Type)> Columns(string table) => Read($"PRAGMA table_info({table})", row => (row.GetString(1), row.GetString(2)));

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, object?[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var place = 0; place < values.Length; place++)
        {
            command.Parameters.AddWithValue("$" + place, values[place] ?? DBNull.Value);
        }

        return command;
    }
}
