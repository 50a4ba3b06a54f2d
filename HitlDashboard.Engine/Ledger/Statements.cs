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

    public Statement CountFamily => field ??= New("SELECT COUNT(*) FROM Runs WHERE RootRunId = $0", 1);

    public Statement OpenScheduled => field ??= New(
        "SELECT Id FROM Runs WHERE Workflow = $0 AND Schedule = $1 AND State IN ('Running', 'Paused') LIMIT 1", 2);

    public Statement InsertTask => field ??= Insert(
        "Tasks", "Id", "RunId", "StepId", "Index", "State", "WaitingFor", "DueAt", "Priority", "Attempt", "AttemptBase", "Round", "Fence", "Item", "Elements", "Error", "CreatedAt", "Feedback", "DeadlineAt");

    /// <summary>A claim changes little and happens often: the output and other large columns stay untouched.</summary>
    public Statement ClaimTask => field ??= New(
        "UPDATE Tasks SET State = 'Running', WaitingFor = NULL, DueAt = NULL, Attempt = $3, Fence = $4, LeaseOwner = $5, LeaseUntil = $6, StartedAt = $7, Holds = $8 WHERE Id = $0 AND State = $1 AND Fence = $2", 9);

    public Statement UpdateTask => field ??= New(
        """
        UPDATE Tasks SET State = $3, Resolution = $4, WaitingFor = $5, DueAt = $6, AttemptBase = $7, Round = $8, Fence = $9, LeaseOwner = NULL, LeaseUntil = NULL,
        Input = $10, Output = $11, Error = $12, Feedback = $13, Confidence = $14, ReviewId = $15, CompletedAt = $16, Attempt = $17, DeadlineAt = $18, Holds = $19, Awaited = $20
        WHERE Id = $0 AND State = $1 AND Fence = $2
        """,
        21);

    /// <summary>What a Pending task waits for outside, or what came, and what it holds meanwhile.</summary>
    public Statement AwaitTask => field ??= New(
        "UPDATE Tasks SET Awaited = $2, WaitingFor = $3, DueAt = $4, Holds = $5 WHERE Id = $0 AND State = 'Pending' AND Fence = $1", 6);

    /// <summary>Why a Pending task is not claimed, and what it holds already.</summary>
    public Statement WaitTask => field ??= New("UPDATE Tasks SET WaitingFor = $1, Holds = $2 WHERE Id = $0 AND State = 'Pending'", 3);

    public Statement SupersedeTask => field ??= New("UPDATE Tasks SET Superseded = $1 WHERE Id = $0", 2);

    public Statement DeleteTask => field ??= New("DELETE FROM Tasks WHERE Id = $0", 1);

    public Statement RenewLease => field ??= New("UPDATE Tasks SET LeaseUntil = $2 WHERE Id = $0 AND Fence = $1 AND State = 'Running'", 3);

    public Statement InsertHistory => field ??= Insert(
        "History", "Seq", "RunId", "TaskId", "ReviewId", "Kind", "Trigger", "From", "To", "Attempt", "Actor", "At", "Data");

    public Statement InsertReview => field ??= Insert(
        "Reviews", "Id", "Number", "RunId", "TaskId", "Workflow", "StepId", "Round", "Subject", "State", "Version", "Digest", "Queue", "Risk", "Priority",
        "UrgentAt", "Title", "Assignee", "Confidence", "Kind", "Request", "CreatedAt", "DueAt", "WakeAt", "ExpiresAt", "Reminders");

    public Statement UpdateReview => field ??= New(
        "UPDATE Reviews SET State = $2, WakeAt = $3, DecisionId = $4, ClaimedBy = NULL, ClaimedUntil = NULL, DeferredUntil = NULL WHERE Id = $0 AND State = $1", 5);

    /// <summary>Facts of an open review; its state and content stay.</summary>
    public Statement ChangeReview => field ??= New(
        """
        UPDATE Reviews SET WakeAt = $1, Queue = $2, Assignee = $3, Risk = $4, DueAt = $5, ExpiresAt = $6, Reminders = $7, Level = $8, ClaimedBy = $9, ClaimedUntil = $10,
        DeferredUntil = $11, UrgentAt = $12 WHERE Id = $0 AND State = 'Open'
        """,
        13);

    /// <summary>A renewed claim changes one column, and often.</summary>
    public Statement RenewClaim => field ??= New("UPDATE Reviews SET ClaimedUntil = $2 WHERE Id = $0 AND ClaimedBy = $1 AND State = 'Open'", 3);

    /// <summary>New content, for which nothing has been approved yet.</summary>
    public Statement ReviseReview => field ??= New(
        "UPDATE Reviews SET Version = $2, Digest = $3, Title = $4, Request = $5 WHERE Id = $0 AND Version = $1 AND State = 'Open'", 6);

    public Statement InsertDecision => field ??= Insert(
        "Decisions", "Id", "ReviewId", "Verdict", "State", "Actor", "Version", "Digest", "Reason", "Comment", "Output", "At", "ReleaseAt", "Person", "TimedOut");

    public Statement UpdateDecision => field ??= New("UPDATE Decisions SET State = $2 WHERE Id = $0 AND State = $1", 3);

    public Statement InsertArtifact => field ??= Insert("Artifacts", "Id", "RunId", "TaskId", "Name", "MediaType", "Size", "Sha256", "CreatedAt");

    public Statement InsertMessage => field ??= Insert("Outbox", "Kind", "Subject", "Data", "At", "Attempts", "NextAt", "Channels");

    public Statement DeleteMessage => field ??= New("DELETE FROM Outbox WHERE Id = $0", 1);

    public Statement DelayMessage => field ??= New("UPDATE Outbox SET Attempts = Attempts + 1, NextAt = $1 WHERE Id = $0", 2);

    public Statement InsertSignal => field ??= Insert("Signals", "RunId", "Name", "Payload", "Actor", "At", "TaskId");

    public Statement KeptSignals => field ??= New("SELECT Id, Payload, Actor FROM Signals WHERE RunId = $0 AND Name = $1 AND TaskId IS NULL ORDER BY Id", 2);

    public Statement TakeSignal => field ??= New("UPDATE Signals SET TaskId = $1 WHERE Id = $0 AND TaskId IS NULL", 2);

    public Statement InsertSchedule => field ??= Insert("Schedules", "Workflow", "Name", "NextAt");

    public Statement DeleteSchedule => field ??= New("DELETE FROM Schedules WHERE Workflow = $0 AND Name = $1", 2);

    public Statement MoveSchedule => field ??= New("UPDATE Schedules SET NextAt = $2 WHERE Workflow = $0 AND Name = $1", 3);

    public Statement SaveSchedule => field ??= New(
        "UPDATE Schedules SET LastAt = $2, LastRunId = $3, Queued = $4, Problem = $5 WHERE Workflow = $0 AND Name = $1", 6);

    public Statement ReadScheduleNames => field ??= New("SELECT Name FROM Schedules WHERE Workflow = $0", 1);

    public Statement ReadSchedule => field ??= New(
        "SELECT Workflow, Name, NextAt, LastAt, LastRunId, Queued, Problem FROM Schedules WHERE Workflow = $0 AND Name = $1", 2);

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

    public Statement ReadTasks => field ??= New(
        """
        SELECT Id, StepId, "Index", State, Resolution, WaitingFor, DueAt, Priority, Attempt, AttemptBase, Round, Fence, LeaseOwner, Item, Input, Output, Error,
        Feedback, Confidence, ReviewId, Elements, DeadlineAt, Holds, Awaited FROM Tasks WHERE RunId = $0 AND Superseded = 0
        """,
        1);

    /// <summary>What is held now, read when the writer starts and after a batch that was undone.</summary>
    public Statement ReadHolds => field ??= New("SELECT RunId, Id, Holds FROM Tasks WHERE Holds IS NOT NULL", 0);

    public Statement ReadGroups => field ??= New(
                """
        SELECT Id, Priority, WaitingFor, DefinitionHash FROM Runs
        WHERE ConcurrencyGroup IS NOT NULL AND StartsAt IS NULL AND (State = 'Running' OR (State = 'Paused' AND WaitingFor IS NULL)) ORDER BY WaitingFor IS NOT NULL, Number
        """,
        0);

    public Statement RunOfTask => field ??= New("SELECT RunId FROM Tasks WHERE Id = $0", 1);

    public Statement ReadReview => field ??= New(
        """
        SELECT Id, RunId, TaskId, State, Version, Digest, Request, DecisionId, WakeAt, DueAt, Queue, Assignee, ExpiresAt, Risk, Reminders, Level, ClaimedBy, ClaimedUntil,
        DeferredUntil, CreatedAt, UrgentAt FROM Reviews WHERE Id = $0
        """,
        1);

    /// <summary>What was said about a review that waits for others.</summary>
    public Statement ReadVotes => field ??= New(
        "SELECT Id, COALESCE(Person, Actor), Verdict, Version, State FROM Decisions WHERE ReviewId = $0 AND State IN ('Counted', 'Revised') ORDER BY At", 1);

    /// <summary>Who decided other reviews of a run.</summary>
    public Statement ReadDeciders => field ??= New(
        """
        SELECT DISTINCT COALESCE(d.Person, d.Actor), r.StepId, COALESCE(t."Index", -1) FROM Reviews r JOIN Decisions d ON d.ReviewId = r.Id LEFT JOIN Tasks t ON t.Id = r.TaskId
        WHERE r.RunId = $0 AND r.Id <> $1 AND d.TimedOut = 0 AND d.State IN ('Released', 'Counted')
        """,
        2);

    /// <summary>Who gave a task other parameters.</summary>
    public Statement ReadChangers => field ??= New(
        """
        SELECT DISTINCT COALESCE(json_extract(Data, '$.person'), Actor) FROM History
        WHERE RunId = $0 AND TaskId = $1 AND Kind = 'task' AND "Trigger" IN ('Change', 'Reopen') AND json_extract(Data, '$.to') IS NOT NULL
        """,
        2);

    public Statement InsertAbsence => field ??= Insert("Absences", "Id", "Person", "Substitute", "From", "Until", "SetBy");

    public Statement DeleteAbsence => field ??= New("DELETE FROM Absences WHERE Id = $0", 1);

    /// <summary>Absences that are not over.</summary>
    public Statement ReadAbsences => field ??= New("""SELECT Id, Person, Substitute, "From", Until FROM Absences WHERE Until > $0 ORDER BY "From" """, 1);

    public Statement ReadDecision => field ??= New(
        "SELECT Id, Verdict, State, Actor, Reason, Comment, Output, At, ReleaseAt, TimedOut FROM Decisions WHERE Id = $0", 1);

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
