using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Rows as the writer reads them.</summary>
internal static class Row
{
    public static RunId RunId(StatementRow reader) => new(Id(reader, 0)!.Value);

    public static RunImage Run(StatementRow reader, DefinitionCatalog catalog, RunImages images) => new()
    {
        Id = RunId(reader),
        Number = reader.GetInt64(1),
        Definition = catalog.ByHash(reader.GetString(3)),
        Title = reader.GetString(4),
        State = Enum.Parse<RunState>(reader.GetString(5)),
        Priority = reader.GetInt32(6),
        Input = EngineJson.Parse(reader.GetString(7)),
        StartedBy = reader.GetString(8),
        Folder = images.FolderOf(reader.GetString(2)),
        WaitingFor = Text(reader, 10) is { } waiting ? Enum.Parse<WaitingFor>(waiting) : null,
        Past = Text(reader, 11) is { } past ? EngineJson.Read<RunPast>(past) : RunPast.None,
        ParentRunId = Id(reader, 12) is { } parent ? new RunId(parent) : null,
        ParentTaskId = Id(reader, 13) is { } task ? new TaskId(task) : null,
        RootRunId = Id(reader, 14) is { } root ? new RunId(root) : null,
        Depth = reader.GetInt32(15),
        Hops = reader.GetInt32(16),
        Schedule = Text(reader, 17),
        StartsAt = Instant(reader, 18),
        Starter = Text(reader, 19),
    };

    public static (TaskImage Task, string? Elements) Task(StatementRow reader) => (
        new TaskImage
        {
            Id = new TaskId(Id(reader, 0)!.Value),
            StepId = reader.GetString(1),
            Index = reader.GetInt32(2),
            State = Enum.Parse<TaskState>(reader.GetString(3)),
            Resolution = Text(reader, 4) is { } resolution ? Enum.Parse<Resolution>(resolution) : null,
            WaitingFor = Text(reader, 5) is { } waiting ? Enum.Parse<WaitingFor>(waiting) : null,
            DueAt = Instant(reader, 6),
            Priority = reader.GetInt32(7),
            Attempt = reader.GetInt32(8),
            AttemptBase = reader.GetInt32(9),
            Round = reader.GetInt32(10),
            Fence = reader.GetInt64(11),
            LeaseOwner = Text(reader, 12),
            Item = Json(reader, 13),
            Input = Json(reader, 14),
            Output = Json(reader, 15),
            Error = Text(reader, 16) is { } error ? EngineJson.Read<TaskError>(error) : null,
            Feedback = Text(reader, 17),
            Confidence = reader.IsDBNull(18) ? null : reader.GetDouble(18),
            ReviewId = Id(reader, 19) is { } review ? new ReviewId(review) : null,
            DeadlineAt = Instant(reader, 21),
            Holds = Text(reader, 22),
            Awaited = Text(reader, 23) is { } awaited ? EngineJson.Read<Awaited>(awaited) : null,
        },
        Text(reader, 20));

    public static (RunId Run, TaskId Task, string Holds) Holds(StatementRow reader) => (RunId(reader), new TaskId(Id(reader, 1)!.Value), reader.GetString(2));

    public static (RunId Run, int Priority, bool Waits, string Hash, string Group, bool IsNested) RunOfGroup(StatementRow reader) =>
        (RunId(reader), reader.GetInt32(1), !reader.IsDBNull(2), reader.GetString(3), reader.GetString(4), !reader.IsDBNull(5));

    public static ReviewImage Review(StatementRow reader)
    {
        var request = EngineJson.Read<ReviewRequest>(reader.GetString(6));
        return new ReviewImage
        {
            Id = new ReviewId(Id(reader, 0)!.Value),
            RunId = new RunId(Id(reader, 1)!.Value),
            TaskId = new TaskId(Id(reader, 2)!.Value),
            Facts = ReviewFacts(reader, request),
            Version = reader.GetInt32(4),
            Digest = reader.GetString(5),
            Request = request,
            DecisionId = Id(reader, 7) is { } decision ? new DecisionId(decision) : null,
            CreatedAt = Instant(reader, 19)!.Value,
            UrgentAt = Instant(reader, 20)!.Value,
        };
    }

    private static ReviewFacts ReviewFacts(StatementRow reader, ReviewRequest request)
    {
        var state = Enum.Parse<ReviewState>(reader.GetString(3));
        var dueAt = Instant(reader, 9);
        return new ReviewFacts
        {
            State = state,
            ReleaseAt = state == ReviewState.Staged ? Instant(reader, 8) : null,
            DueAt = dueAt,
            // Rows from before escalation have no instant of their own: they time out when they are due.
            ExpiresAt = Instant(reader, 12) ?? (request.OnTimeout is TimeoutRule.Approve or TimeoutRule.Reject ? dueAt : null),
            Queue = reader.GetString(10),
            Assignee = Text(reader, 11),
            Risk = Enum.Parse<Risk>(reader.GetString(13)),
            Reminders = Text(reader, 14) is { } reminders ? EngineJson.Read<IReadOnlyList<DateTimeOffset>>(reminders) : [],
            Level = reader.GetInt32(15),
            ClaimedBy = Text(reader, 16),
            ClaimedUntil = Instant(reader, 17),
            DeferredUntil = Instant(reader, 18),
        };
    }

    public static DecisionImage Decision(StatementRow reader) => new()
    {
        Id = new DecisionId(Id(reader, 0)!.Value),
        Verdict = Enum.Parse<Verdict>(reader.GetString(1)),
        State = reader.GetString(2),
        Actor = reader.GetString(3),
        Reason = Text(reader, 4),
        Comment = Text(reader, 5),
        Output = Json(reader, 6),
        At = Instant(reader, 7)!.Value,
        ReleaseAt = Instant(reader, 8)!.Value,
        TimedOut = reader.GetInt64(9) != 0,
    };

    public static KeptSignal Signal(StatementRow reader) => new(reader.GetInt64(0), EngineJson.Parse(reader.GetString(1)), reader.GetString(2));

    public static ScheduleImage Schedule(StatementRow reader) => new()
    {
        Workflow = reader.GetString(0),
        Name = reader.GetString(1),
        NextAt = Instant(reader, 2),
        LastAt = Instant(reader, 3),
        LastRunId = Id(reader, 4) is { } run ? new RunId(run) : null,
        Queued = Text(reader, 5) is { } queued ? EngineJson.Read<List<DateTimeOffset>>(queued) : [],
        Problem = Text(reader, 6),
    };

    public static (DecisionId Id, Vote Vote) Vote(StatementRow reader) => (
        new DecisionId(Id(reader, 0)!.Value),
        new Vote(reader.GetString(1), Enum.Parse<Verdict>(reader.GetString(2)), reader.GetInt32(3), reader.GetString(4) == "Counted"));

    public static (string Person, string Step, int Index) Decider(StatementRow reader) => (reader.GetString(0), reader.GetString(1), reader.GetInt32(2));

    public static Absence Absence(StatementRow reader) =>
        new(Id(reader, 0)!.Value, reader.GetString(1), reader.GetString(2), Instant(reader, 3)!.Value, Instant(reader, 4)!.Value);

    public static string? Text(StatementRow reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTimeOffset? Instant(StatementRow reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(reader.GetInt64(column), TimeSpan.Zero);

    public static Guid? Id(StatementRow reader, int column) =>
        reader.IsDBNull(column) ? null : ValueConversions.Id(reader.GetBytes(column));

    private static JsonElement? Json(StatementRow reader, int column) =>
        reader.IsDBNull(column) ? null : EngineJson.Parse(reader.GetString(column));
}
