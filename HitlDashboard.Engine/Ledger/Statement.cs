using System.Reflection;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Hears what a statement was run with.</summary>
internal delegate void RowChanged(ReadOnlySpan<object?> values);

/// <summary>One prepared statement with positional values <c>$0, $1, …</c>: integers, doubles, text, bytes or null.</summary>
/// <remarks>It speaks to SQLite directly: a provider command would look every value up by name and open a reader for each execution, which costs more than the row.</remarks>
internal sealed class Statement : IDisposable
{
    // Not as a member: the provider names a newer wrapper than the pinned one (docs/adr/0003-sqlite-pins.md), and the compiler would refuse to mix them.
    private static readonly PropertyInfo Handle = typeof(SqliteConnection).GetProperty("Handle")!;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;
    private byte[] _text = new byte[1024];

    public Statement(SqliteConnection connection, string sql, int values)
    {
        Sql = sql;
        _database = (sqlite3)Handle.GetValue(connection)!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));

        // SQLite numbers values in the order in which the text names them first.
        _places = [.. Enumerable.Range(0, values).Select(value => raw.sqlite3_bind_parameter_index(_statement, "$" + value))];
    }

    public string Sql { get; }

    /// <summary>Hears the values of every execution that changed something; the first is the key of the row. Null where nobody needs to know.</summary>
    public RowChanged? Changed { get; init; }

    /// <summary>Runs it and answers how many rows changed. The transaction shows that the caller has one; nothing is written outside.</summary>
    public int Execute(SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        var code = raw.sqlite3_step(_statement);
        var changed = raw.sqlite3_changes(_database);
        End(code);
        if (changed > 0)
        {
            Changed?.Invoke(values);
        }

        return changed;
    }

    /// <summary>Runs it and reads every row.</summary>
    public List<T> Read<T>(SqliteTransaction transaction, Func<StatementRow, T> row, params ReadOnlySpan<object?> values)
    {
        Bind(transaction, values);
        var rows = new List<T>();
        var code = raw.SQLITE_ERROR;
        try
        {
            while ((code = raw.sqlite3_step(_statement)) == raw.SQLITE_ROW)
            {
                rows.Add(row(new StatementRow(_statement)));
            }
        }
        catch
        {
            raw.sqlite3_reset(_statement);
            throw;
        }

        End(code);
        return rows;
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        if (transaction.Connection is null || values.Length != _places.Length)
        {
            throw new InvalidOperationException($"{values.Length} values in a transaction that is {(transaction.Connection is null ? "over" : "open")} for: {Sql}");
        }

        for (var value = 0; value < values.Length; value++)
        {
            Check(Bind(_places[value], values[value]));
        }
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        string text => BindText(place, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        double number => raw.sqlite3_bind_double(_statement, place, number),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is not a value of a statement."),
    };

    private int BindText(int place, string text)
    {
        if (text.Length == 0)
        {
            // An empty span has no address, and SQLite takes that for null.
            return raw.sqlite3_bind_text(_statement, place, text);
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            _text = new byte[most];
        }

        return raw.sqlite3_bind_text(_statement, place, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text)));
    }

    // The reason of a failed step is read before the reset, which would overwrite it.
    private void End(int code)
    {
        try
        {
            Check(code == raw.SQLITE_DONE ? raw.SQLITE_OK : code);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException($"SQLite error {code}: {raw.sqlite3_errmsg(_database).utf8_to_string()}", code & 0xff, code);
        }
    }
}
