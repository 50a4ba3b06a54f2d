using HitlDashboard.Engine.Audit;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What writes and reads reviews, decisions and absences.</summary>
internal sealed partial class Statements
{
    public Statement InsertReview => field ??= Insert(
        "Reviews", "Id", "Number", "RunId", "TaskId", "Workflow", "StepId", "Round", "Subject", "State", "Version", "Digest", "Queue", "Risk", "Priority",
        "UrgentAt", "Title", "Assignee", "Confidence", "Kind", "Request", "CreatedAt", "DueAt", "WakeAt", "ExpiresAt", "Reminders");

    public Statement UpdateReview => field ??= Changes(
        AuditedPart.ReviewState, "UPDATE Reviews SET State = $2, WakeAt = $3, DecisionId = $4, ClaimedBy = NULL, ClaimedUntil = NULL, DeferredUntil = NULL WHERE Id = $0 AND State = $1", 5);

    /// <summary>Facts of an open review; its state and content stay.</summary>
    public Statement ChangeReview => field ??= Changes(
        AuditedPart.ReviewState,
        """
        UPDATE Reviews SET WakeAt = $1, Queue = $2, Assignee = $3, Risk = $4, DueAt = $5, ExpiresAt = $6, Reminders = $7, Level = $8, ClaimedBy = $9, ClaimedUntil = $10,
        DeferredUntil = $11, UrgentAt = $12 WHERE Id = $0 AND State = 'Open'
        """,
        13);

    /// <summary>A renewed claim changes one column, and often.</summary>
    public Statement RenewClaim => field ??= New("UPDATE Reviews SET ClaimedUntil = $2 WHERE Id = $0 AND ClaimedBy = $1 AND State = 'Open'", 3);

    /// <summary>New content, for which nothing has been approved yet.</summary>
    public Statement ReviseReview => field ??= Changes(
        AuditedPart.ReviewState, "UPDATE Reviews SET Version = $2, Digest = $3, Title = $4, Request = $5 WHERE Id = $0 AND Version = $1 AND State = 'Open'", 6);

    public Statement ReadReview => field ??= New(
        """
        SELECT Id, RunId, TaskId, State, Version, Digest, Request, DecisionId, WakeAt, DueAt, Queue, Assignee, ExpiresAt, Risk, Reminders, Level, ClaimedBy, ClaimedUntil,
        DeferredUntil, CreatedAt, UrgentAt FROM Reviews WHERE Id = $0
        """,
        1);

    public Statement InsertDecision => field ??= Insert(
        "Decisions", "Id", "ReviewId", "Verdict", "State", "Actor", "Version", "Digest", "Reason", "Comment", "Output", "At", "ReleaseAt", "Person", "TimedOut");

    public Statement UpdateDecision => field ??= Changes(AuditedPart.DecisionState, "UPDATE Decisions SET State = $2 WHERE Id = $0 AND State = $1", 3);

    public Statement ReadDecision => field ??= New(
        "SELECT Id, Verdict, State, Actor, Reason, Comment, Output, At, ReleaseAt, TimedOut FROM Decisions WHERE Id = $0", 1);

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

    public Statement InsertAbsence => field ??= Insert("Absences", "Id", "Person", "Substitute", "From", "Until", "SetBy");

    public Statement DeleteAbsence => field ??= Changes(AuditedPart.Absence, "DELETE FROM Absences WHERE Id = $0", 1);

    /// <summary>Absences that are not over.</summary>
    public Statement ReadAbsences => field ??= New("""SELECT Id, Person, Substitute, "From", Until FROM Absences WHERE Until > $0 ORDER BY "From" """, 1);
}
