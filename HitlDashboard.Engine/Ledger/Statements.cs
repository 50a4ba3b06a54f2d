using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Every statement that writes state, prepared once on the writer's connection.</summary>
internal sealed partial class Statements(SqliteConnection connection) : IDisposable
{
    private readonly List<Statement> _all = [];

    public Statement InsertRun => field ??= Insert("Runs", "Id", "Number", "Workflow", "DefinitionHash", "Title", "State", "Priority", "Input", "StartedBy",
        "CreatedAt", "ConcurrencyGroup", "WaitingFor",
        "ParentRunId", "ParentTaskId", "RootRunId", "Depth", "Hops", "Schedule", "StartsAt", "Starter");

    public Statement UpdateRun => field ??= New("UPDATE Runs SET State = $1, Output = $2, Error = $3, CompletedAt = $4 WHERE Id = $0", 5);

    public Statement RememberPast => field ??= New("UPDATE Runs SET Past = $1 WHERE Id = $0", 2);

    public Statement AdmitRun => field ??= New("UPDATE Runs SET WaitingFor = NULL WHERE Id = $0", 1);

    public Statement BeginRun => field ??= New("UPDATE Runs SET StartsAt = NULL, WaitingFor = $1 WHERE Id = $0", 2);

    public Statement InsertHistory => field ??= Insert(
        "History", "Seq", "RunId", "TaskId", "ReviewId", "Kind", "Trigger", "From", "To", "Attempt", "Actor", "At", "Data");

    public Statement InsertArtifact => field ??= Insert("Artifacts", "Id", "RunId", "TaskId", "Name", "MediaType", "Size", "Sha256", "CreatedAt");

    public Statement InsertMessage => field ??= Insert("Outbox", "Kind", "Subject", "Data", "At", "Attempts", "NextAt", "Channels");

    public Statement DeleteMessage => field ??= New("DELETE FROM Outbox WHERE Id = $0", 1);

    public Statement DelayMessage => field ??= New("UPDATE Outbox SET Attempts = Attempts + 1, NextAt = $1 WHERE Id = $0", 2);

    public Statement InsertKey => field ??= Insert("Idempotency", "Key", "RequestHash", "Answer", "At");

    public Statement FindKey => field ??= New("SELECT RequestHash, Answer FROM Idempotency WHERE Key = $0", 1);

    public Statement ForgetKeys => field ??= New("DELETE FROM Idempotency WHERE At < $0", 1);

    public Statement InsertDefinition => field ??= New(
        "INSERT INTO Definitions (Hash, Name, Source, CreatedBy, CreatedAt) VALUES ($0, $1, $2, $3, $4) ON CONFLICT (Hash) DO NOTHING", 5);

    public Statement SaveWorkflow => field ??= New(
        """
        INSERT INTO Workflows (Name, Hash, Title, Description, UpdatedAt) VALUES ($0, $1, $2, $3, $4)
        ON CONFLICT (Name) DO UPDATE SET Hash = $1, Title = $2, Description = $3, UpdatedAt = $4, Errors = NULL, BrokenSource = NULL
        """,
        5);

    public Statement SaveBrokenFile => field ??= New(
        """
        INSERT INTO Workflows (Name, Title, UpdatedAt, Errors, BrokenSource) VALUES ($0, $0, $1, $2, $3)
        ON CONFLICT (Name) DO UPDATE SET UpdatedAt = $1, Errors = $2, BrokenSource = $3
        """,
        4);

    public Statement ReadWorkflow => field ??= New("SELECT Hash, BrokenSource FROM Workflows WHERE Name = $0", 1);

    public Statement ReadRun => field ??= New(
        """
        SELECT Id, Number, Workflow, DefinitionHash, Title, State, Priority, Input, StartedBy, CreatedAt, WaitingFor, Past, ParentRunId, ParentTaskId, RootRunId,
        Depth, Hops, Schedule, StartsAt, Starter FROM Runs WHERE Id = $0
        """,
        1);

    public Statement ReadGroups => field ??= New(
        """
        SELECT Id, Priority, WaitingFor, DefinitionHash FROM Runs
        WHERE ConcurrencyGroup IS NOT NULL AND StartsAt IS NULL AND (State = 'Running' OR (State = 'Paused' AND WaitingFor IS NULL)) ORDER BY WaitingFor IS NOT NULL, Number
        """,
        0);

    public Statement Highest => field ??= New(
        "SELECT (SELECT MAX(Seq) FROM History), (SELECT MAX(Number) FROM Runs), (SELECT MAX(Number) FROM Reviews)", 0);

    public void Dispose() => _all.ForEach(statement => statement.Dispose());

    private Statement Insert(string table, params string[] columns) => New(
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", columns.Select((_, place) => "$" + place))})",
        columns.Length);

    private Statement New(string sql, int values)
    {
        var statement = new Statement(connection, sql, values);
        _all.Add(statement);
        return statement;
    }
}
