using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>One prepared statement with positional values <c>$0, $1, …</c>.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int values)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var place = 0; place < values; place++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = "$" + place });
        }

        _command.Prepare();
    }

    /// <summary>Runs it and answers how many rows changed.</summary>
    public int Execute(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and reads every row.</summary>
    public List<T> Read<T>(SqliteTransaction transaction, Func<SqliteDataReader, T> row, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        _command.Transaction = transaction;
        for (var place = 0; place < values.Length; place++)
        {
            _command.Parameters[place].Value = values[place] ?? DBNull.Value;
        }
    }
}
