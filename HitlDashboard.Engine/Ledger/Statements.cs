using HitlDashboard.Engine.Audit;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Every statement that writes state, prepared once on the writer's connection.</summary>
/// <param name="connection">The writer's connection.</param>
/// <param name="trail">Hears which audited rows were written, or null.</param>
internal sealed partial class Statements(SqliteConnection connection, TrailWriter? trail = null) : IDisposable
{
    private readonly List<Statement> _all = [];

    public Statement InsertRun => field ??= Insert("Runs", "Id", "Number", "Workflow", "DefinitionHash", "Title", "State", "Priority", "Input", "StartedBy",
        "CreatedAt", "ConcurrencyGroup", "WaitingFor",
        "ParentRunId", "ParentTaskId", "RootRunId", "Depth", "Hops", "Schedule", "StartsAt", "Starter");

    public Statement UpdateRun => field ??= Writes(
        "UPDATE Runs SET State = $1, Output = $2, Error = $3, CompletedAt = $4 WHERE Id = $0", 5, (AuditedPart.RunState, [1, 2, 3, 4]));

    public Statement RememberPast => field ??= Changes(AuditedPart.RunWait, "UPDATE Runs SET Past = $1 WHERE Id = $0", 2);

    public Statement AdmitRun => field ??= Changes(AuditedPart.RunWait, "UPDATE Runs SET WaitingFor = NULL WHERE Id = $0", 1);

    public Statement BeginRun => field ??= Changes(AuditedPart.RunWait, "UPDATE Runs SET StartsAt = NULL, WaitingFor = $1 WHERE Id = $0", 2);

    public Statement InsertHistory => field ??= Insert(
        "History", "Seq", "RunId", "TaskId", "ReviewId", "Kind", "Trigger", "From", "To", "Attempt", "Actor", "At", "Data");

    public Statement InsertArtifact => field ??= Insert("Artifacts", "Id", "RunId", "TaskId", "Name", "MediaType", "Size", "Sha256", "CreatedAt");

    public Statement InsertMessage => field ??= Insert("Outbox", "Kind", "Subject", "Data", "At", "Attempts", "NextAt", "Channels");

    public Statement DeleteMessage => field ??= New("DELETE FROM Outbox WHERE Id = $0", 1);

    public Statement DelayMessage => field ??= New("UPDATE Outbox SET Attempts = Attempts + 1, NextAt = $1 WHERE Id = $0", 2);

    public Statement InsertKey => field ??= Insert("Idempotency", "Key", "RequestHash", "Answer", "At");

    public Statement FindKey => field ??= New("SELECT RequestHash, Answer FROM Idempotency WHERE Key = $0", 1);

    public Statement ForgetKeys => field ??= New("DELETE FROM Idempotency WHERE rowid IN (SELECT rowid FROM Idempotency WHERE At < $0 LIMIT $1)", 2);

    public Statement InsertDefinition => field ??= Changes(
        AuditedPart.Definition, "INSERT INTO Definitions (Hash, Name, Source, CreatedBy, CreatedAt) VALUES ($0, $1, $2, $3, $4) ON CONFLICT (Hash) DO NOTHING", 5);

    public Statement SaveWorkflow => field ??= Changes(
        AuditedPart.Workflow,
        """
        INSERT INTO Workflows (Name, Hash, Title, Description, UpdatedAt) VALUES ($0, $1, $2, $3, $4)
        ON CONFLICT (Name) DO UPDATE SET Hash = $1, Title = $2, Description = $3, UpdatedAt = $4, Errors = NULL, BrokenSource = NULL
        """,
        5);

    public Statement SaveBrokenFile => field ??= Changes(
        AuditedPart.Workflow,
        """
        INSERT INTO Workflows (Name, Title, UpdatedAt, Errors, BrokenSource) VALUES ($0, $0, $1, $2, $3)
        ON CONFLICT (Name) DO UPDATE SET UpdatedAt = $1, Errors = $2, BrokenSource = $3
        """,
        4);

    public Statement LastPublished => field ??= New(
        """
        SELECT json_extract(Data, '$.version') FROM History
        WHERE RunId IS NULL AND Kind = 'workflow' AND Trigger = 'Publish' AND Actor = $1 AND json_extract(Data, '$.workflow') = $0 ORDER BY Seq DESC LIMIT 1
        """,
        2);

    public Statement ReadWorkflow => field ??= New("SELECT Hash, BrokenSource FROM Workflows WHERE Name = $0", 1);

    public Statement ReadRun => field ??= New(
        """
        SELECT Id, Number, Workflow, DefinitionHash, Title, State, Priority, Input, StartedBy, CreatedAt, WaitingFor, Past, ParentRunId, ParentTaskId, RootRunId,
        Depth, Hops, Schedule, StartsAt, Starter FROM Runs WHERE Id = $0
        """,
        1);

    public Statement ReadGroups => field ??= New(
        """
        SELECT Id, Priority, WaitingFor, DefinitionHash, ConcurrencyGroup, ParentTaskId FROM Runs
        WHERE ConcurrencyGroup IS NOT NULL AND StartsAt IS NULL AND (State = 'Running' OR (State = 'Paused' AND WaitingFor IS NULL)) ORDER BY WaitingFor IS NOT NULL, Number
        """,
        0);

    public Statement Highest => field ??= New(
        "SELECT (SELECT MAX(Seq) FROM History), (SELECT MAX(Number) FROM Runs), (SELECT MAX(Number) FROM Reviews)", 0);

    public void Dispose() => _all.ForEach(statement => statement.Dispose());

    private Statement Insert(string table, params string[] columns) => New(
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", columns.Select((_, place) => "$" + place))})",
        columns.Length, trail?.Made(table, columns));

    /// <summary>A statement that writes some columns of a part: the rest is read when the commit is chained.</summary>
    private Statement Changes(AuditedPart part, string sql, int values) => Changes([part], sql, values);

    private Statement Changes(AuditedPart[] parts, string sql, int values) => New(sql, values, trail?.Changed(parts));

    /// <summary>A statement that removes rows.</summary>
    private Statement Removes(string table, string sql) => New(sql, 1, trail?.Changed([.. AuditedPart.All.Where(part => part.Table == table)]));

    /// <summary>A statement that writes every column of parts: where each value comes from, in the order of the part's columns.</summary>
    private Statement Writes(string sql, int values, params (AuditedPart Part, Source[] Values)[] parts) => New(sql, values, trail?.Written(parts));

    private Statement New(string sql, int values, RowChanged? heard = null)
    {
        var statement = new Statement(connection, sql, values) { Changed = heard };
        _all.Add(statement);
        return statement;
    }
}
