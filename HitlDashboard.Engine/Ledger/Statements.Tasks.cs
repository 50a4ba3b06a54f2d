using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What writes and reads tasks.</summary>
internal sealed partial class Statements
{
    public Statement InsertTask => field ??= Insert(
        "Tasks", "Id", "RunId", "StepId", "Index", "State", "WaitingFor", "DueAt", "Priority", "Attempt", "AttemptBase", "Round", "Fence", "Item", "Elements", "Error", "CreatedAt", "Feedback", "DeadlineAt");

    /// <summary>A claim changes little and happens often: the output and other large columns stay untouched.</summary>
    public Statement ClaimTask => field ??= Writes(
        "UPDATE Tasks SET State = 'Running', WaitingFor = NULL, DueAt = NULL, Attempt = $3, Fence = $4, LeaseOwner = $5, LeaseUntil = $6, StartedAt = $7, Holds = $8 WHERE Id = $0 AND State = $1 AND Fence = $2", 9,
        (AuditedPart.TaskState, ["Running", null, null, 3, 4, 5, 8]));

    public Statement UpdateTask => field ??= Writes(
        """
        UPDATE Tasks SET State = $3, Resolution = $4, WaitingFor = $5, DueAt = $6, AttemptBase = $7, Round = $8, Fence = $9, LeaseOwner = NULL, LeaseUntil = NULL,
        Input = $10, Output = $11, Error = $12, Feedback = $13, Confidence = $14, ReviewId = $15, CompletedAt = $16, Attempt = $17, DeadlineAt = $18, Holds = $19, Awaited = $20
        WHERE Id = $0 AND State = $1 AND Fence = $2
        """,
        21,
        (AuditedPart.TaskState, [3, 5, 6, 17, 9, null, 19]),
        (AuditedPart.TaskContent, [4, 7, 8, 10, 11, 12, 13, 14, 15, 16, 18, 20]));

    /// <summary>What a Pending task waits for outside, or what came, and what it holds meanwhile.</summary>
    public Statement AwaitTask => field ??= Changes(
        [AuditedPart.TaskState, AuditedPart.TaskContent], "UPDATE Tasks SET Awaited = $2, WaitingFor = $3, DueAt = $4, Holds = $5 WHERE Id = $0 AND State = 'Pending' AND Fence = $1", 6);

    /// <summary>Why a Pending task is not claimed, and what it holds already.</summary>
    public Statement WaitTask => field ??= Changes(AuditedPart.TaskState, "UPDATE Tasks SET WaitingFor = $1, Holds = $2 WHERE Id = $0 AND State = 'Pending'", 3);

    public Statement SupersedeTask => field ??= Changes(AuditedPart.TaskPast, "UPDATE Tasks SET Superseded = $1 WHERE Id = $0", 2);

    public Statement DeleteTask => field ??= Removes("Tasks", "DELETE FROM Tasks WHERE Id = $0");

    public Statement RenewLease => field ??= New("UPDATE Tasks SET LeaseUntil = $2 WHERE Id = $0 AND Fence = $1 AND State = 'Running'", 3);

    public Statement ReadTasks => field ??= New(
        """
        SELECT Id, StepId, "Index", State, Resolution, WaitingFor, DueAt, Priority, Attempt, AttemptBase, Round, Fence, LeaseOwner, Item, Input, Output, Error,
        Feedback, Confidence, ReviewId, Elements, DeadlineAt, Holds, Awaited FROM Tasks WHERE RunId = $0 AND Superseded = 0
        """,
        1);

    /// <summary>What is held now, read when the writer starts and after a batch that was undone.</summary>
    public Statement ReadHolds => field ??= New("SELECT RunId, Id, Holds FROM Tasks WHERE Holds IS NOT NULL", 0);

    public Statement RunOfTask => field ??= New("SELECT RunId FROM Tasks WHERE Id = $0", 1);

    /// <summary>Who gave a task other parameters.</summary>
    public Statement ReadChangers => field ??= New(
        """
        SELECT DISTINCT COALESCE(json_extract(Data, '$.person'), Actor) FROM History
        WHERE RunId = $0 AND TaskId = $1 AND Kind = 'task' AND "Trigger" IN ('Change', 'Reopen') AND json_extract(Data, '$.to') IS NOT NULL
        """,
        2);
}
