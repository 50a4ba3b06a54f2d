using HitlDashboard.Engine.Ledger;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Bench;

/// <summary>Runs one prepared statement.</summary>
internal delegate int Write(SqliteTransaction transaction, params ReadOnlySpan<object?> values);

/// <summary>The statements of a three-step run: the ledger's texts, as prepared commands of the provider (the floor that bars are measured against) or as the ledger runs them.</summary>
internal sealed class FloorStatements(SqliteConnection connection, bool direct) : IDisposable
{
    private readonly Statements _statements = new(connection);
    private readonly List<SqliteCommand> _commands = [];

    public Write InsertRun => field ??= Of(_statements.InsertRun);

    public Write UpdateRun => field ??= Of(_statements.UpdateRun);

    public Write InsertTask => field ??= Of(_statements.InsertTask);

    public Write ClaimTask => field ??= Of(_statements.ClaimTask);

    public Write UpdateTask => field ??= Of(_statements.UpdateTask);

    public Write InsertHistory => field ??= Of(_statements.InsertHistory);

    public void Dispose()
    {
        _commands.ForEach(command => command.Dispose());
        _statements.Dispose();
    }

    private Write Of(Statement statement)
    {
        if (direct)
        {
            return statement.Execute;
        }

        var command = connection.CreateCommand();
        _commands.Add(command);
        command.CommandText = statement.Sql;
        command.Prepare();
        return (transaction, values) => Execute(command, transaction, values);
    }

    private static int Execute(SqliteCommand command, SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        while (command.Parameters.Count < values.Length)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + command.Parameters.Count });
        }

        command.Transaction = transaction;
        for (var place = 0; place < values.Length; place++)
        {
            command.Parameters[place].Value = values[place] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }
}
