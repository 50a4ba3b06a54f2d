namespace HitlDashboard.Engine.Audit;

/// <summary>Columns of a table that are written together, and so are digested together: those that never change after the row was made apart from the others, so that a later write can't hide that they were changed.</summary>
/// <param name="Code">Its number in the chain; never used for anything else.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">The column that names the row.</param>
/// <param name="What">What people call a row, for messages.</param>
/// <param name="Columns">The columns by their numbers in the digest. Append only: a column that is null adds nothing to a digest, so digests made before it existed stay right.</param>
internal sealed record AuditedPart(byte Code, string Table, string Key, string What, params string[] Columns)
{
    public static readonly AuditedPart RunFacts = new(
        1, "Runs", "Id", "run", "Number", "Workflow", "DefinitionHash", "Title", "Priority", "Input", "StartedBy", "ConcurrencyGroup", "ParentRunId", "ParentTaskId",
        "RootRunId", "Depth", "Hops", "Schedule", "Starter", "CreatedAt");

    public static readonly AuditedPart RunState = new(2, "Runs", "Id", "run", "State", "Output", "Error", "CompletedAt");

    public static readonly AuditedPart RunWait = new(13, "Runs", "Id", "run", "WaitingFor", "Past", "StartsAt") { Unwritten = [null, null, null] };

    public static readonly AuditedPart TaskFacts = new(3, "Tasks", "Id", "task", "RunId", "StepId", "Index", "Priority", "Item", "Elements", "CreatedAt");

    public static readonly AuditedPart TaskState = new(4, "Tasks", "Id", "task", "State", "WaitingFor", "DueAt", "Attempt", "Fence", "LeaseOwner", "Holds");

    public static readonly AuditedPart TaskContent = new(
        14, "Tasks", "Id", "task", "Resolution", "AttemptBase", "Round", "Input", "Output", "Error", "Feedback", "Confidence", "ReviewId", "CompletedAt", "DeadlineAt", "Awaited")
    {
        Unwritten = [null, 0L, 1L, null, null, null, null, null, null, null, null, null],
    };

    public static readonly AuditedPart TaskPast = new(15, "Tasks", "Id", "task", "Superseded") { Unwritten = [0L] };

    public static readonly AuditedPart ReviewFacts = new(
        5, "Reviews", "Id", "review", "Number", "RunId", "TaskId", "Workflow", "StepId", "Round", "Subject", "Priority", "Confidence", "Kind", "CreatedAt");

    public static readonly AuditedPart ReviewState = new(
        6, "Reviews", "Id", "review", "State", "Version", "Digest", "Queue", "Risk", "UrgentAt", "Title", "Assignee", "Request", "DueAt", "ExpiresAt", "Reminders", "Level",
        "ClaimedBy", "DeferredUntil", "WakeAt", "DecisionId");

    public static readonly AuditedPart DecisionFacts = new(
        7, "Decisions", "Id", "decision", "ReviewId", "Verdict", "Actor", "Person", "TimedOut", "Version", "Digest", "Reason", "Comment", "Output", "At", "ReleaseAt");

    public static readonly AuditedPart DecisionState = new(8, "Decisions", "Id", "decision", "State");

    public static readonly AuditedPart Artifact = new(9, "Artifacts", "Id", "artifact", "RunId", "TaskId", "Name", "MediaType", "Size", "Sha256", "CreatedAt");

    public static readonly AuditedPart Definition = new(10, "Definitions", "Hash", "definition", "Name", "Source", "CreatedBy", "CreatedAt");

    public static readonly AuditedPart Workflow = new(11, "Workflows", "Name", "workflow", "Hash", "Title", "Description", "Errors", "BrokenSource", "UpdatedAt");

    public static readonly AuditedPart Absence = new(12, "Absences", "Id", "absence", "Person", "Substitute", "From", "Until", "SetBy");

    /// <summary>What a renewal writes every few seconds, and nothing is decided by: in no digest, and not found when it is changed.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> Left = [("Tasks", "LeaseUntil"), ("Reviews", "ClaimedUntil")];

    /// <summary>What the history says as well, and is compared with it: in no digest.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> Replayed = [("Tasks", "StartedAt")];

    /// <summary>The history has a digest of its own for each entry, named by its place: the columns but <c>Seq</c>.</summary>
    public static readonly AuditedPart Entry = new(0, "History", "Seq", "entry", "RunId", "TaskId", "ReviewId", "Kind", "Trigger", "From", "To", "Attempt", "Actor", "At", "Data");

    public static readonly IReadOnlyList<AuditedPart> All =
        [RunFacts, RunState, RunWait, TaskFacts, TaskState, TaskContent, TaskPast, ReviewFacts, ReviewState, DecisionFacts, DecisionState, Artifact, Definition, Workflow, Absence];

    /// <summary>What nearly every row is made with: a commit that makes such a row does not tell of this part. Null where the chain always tells.</summary>
    public object?[]? Unwritten { get; init; }

    /// <summary>Whether a new row has just that.</summary>
    public bool IsUnwritten(object?[] row)
    {
        for (var column = 0; column < row.Length; column++)
        {
            if (Unwritten is null || !Equals(row[column] is int number ? (long)number : row[column], Unwritten[column]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The columns as SQL names them.</summary>
    public string Names { get; } = string.Join(", ", Columns.Select(column => $"\"{column}\""));

    /// <summary>What its columns are about, for messages.</summary>
    public string Content => this == RunFacts || this == TaskFacts || this == ReviewFacts || this == DecisionFacts ? "what it was made with" : "its content";
}
