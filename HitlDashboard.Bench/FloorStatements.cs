using HitlDashboard.Engine.Ledger;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Bench;

/// <summary>Runs one prepared statement.</summary>
internal delegate int Write(SqliteTransaction transaction, params ReadOnlySpan<object?> values);

/// <summary>The statements of a three-step run, as prepared commands of the provider (the floor that bars are measured against) or as the ledger would run them. They name what such a run writes; what it leaves empty they leave out.</summary>
internal sealed class FloorStatements(SqliteConnection connection, bool direct) : IDisposable
{
    private readonly List<IDisposable> _prepared = [];

    public Write InsertRun => field ??= Of("""
        INSERT INTO Runs (Id, Number, Workflow, DefinitionHash, Title, State, Priority, Input, StartedBy, CreatedAt) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        """, 10);

    public Write UpdateRun => field ??= Of("UPDATE Runs SET State = $1, Output = $2, Error = $3, CompletedAt = $4 WHERE Id = $0", 5);

    public Write InsertTask => field ??= Of("""
        INSERT INTO Tasks (Id, RunId, StepId, "Index", State, WaitingFor, DueAt, Priority, Attempt, AttemptBase, Round, Fence, Item, Elements, Error, CreatedAt)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """, 16);

    public Write ClaimTask => field ??= Of("""
        UPDATE Tasks SET State = 'Running', WaitingFor = NULL, DueAt = NULL, Attempt = $3, Fence = $4, LeaseOwner = $5, LeaseUntil = $6, StartedAt = $7
        WHERE Id = $0 AND State = $1 AND Fence = $2
        """, 8);

    public Write UpdateTask => field ??= Of("""
        UPDATE Tasks SET State = $3, Resolution = $4, WaitingFor = $5, DueAt = $6, AttemptBase = $7, Round = $8, Fence = $9, LeaseOwner = NULL, LeaseUntil = NULL,
        Input = $10, Output = $11, Error = $12, Feedback = $13, Confidence = $14, ReviewId = $15, CompletedAt = $16, Attempt = $17
        WHERE Id = $0 AND State = $1 AND Fence = $2
        """, 18);

    public Write InsertHistory => field ??= Of("""
        INSERT INTO History (Seq, RunId, TaskId, ReviewId, Kind, "Trigger", "From", "To", Attempt, Actor, At, Data) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """, 12);

    public void Dispose() => _prepared.ForEach(statement => statement.Dispose());

    private Write Of(string sql, int values)
    {
        if (direct)
        {
            var statement = new Statement(connection, sql, values);
            _prepared.Add(statement);
            return statement.Execute;
        }

        var command = connection.CreateCommand();
        _prepared.Add(command);
        command.CommandText = sql;
        for (var place = 0; place < values; place++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + place });
        }

        command.Prepare();
        return (transaction, given) => Execute(command, transaction, given);
    }

    private static int Execute(SqliteCommand command, SqliteTransaction transaction, ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var place = 0; place < values.Length; place++)
        {
            command.Parameters[place].Value = values[place] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery();
    }
}
