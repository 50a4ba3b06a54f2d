using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>One batch on the writer's thread: the transaction, the pictures that it touched, and what is to be told after the commit.</summary>
internal sealed class LedgerSession(
    SqliteTransaction transaction, Statements statements, TrailWriter trail, RunImages images, HoldTable holds, Numbers numbers, DefinitionCatalog catalog,
    EngineOptions options, TimeProvider clock)
{
    private const int RunsAtOnce = 100;

    private readonly Dictionary<RunId, RunImage> _touched = [];
    private int _startedRuns;

    /// <summary>The instant of the batch.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public TimeProvider Clock => clock;

    public SqliteTransaction Transaction => transaction;

    public Statements Statements => statements;

    public DefinitionCatalog Catalog => catalog;

    public Numbers Numbers => numbers;

    public List<EngineEvent> Events { get; } = [];

    public List<DueTask> Due { get; } = [];

    public Dictionary<ReviewId, DateTimeOffset> Wakes { get; } = [];

    /// <summary>Tasks that must be final by an instant.</summary>
    public List<(TaskId Task, DateTimeOffset At)> Deadlines { get; } = [];

    /// <summary>Runs that may have a place in their concurrency group now.</summary>
    public Queue<RunId> Admissions { get; } = [];

    /// <summary>Who holds and who waits for what.</summary>
    public HoldTable Holds => holds;

    public List<(RunId Run, DateTimeOffset At)> Begins { get; } = [];

    public List<(string Workflow, string Schedule, DateTimeOffset At)> Schedules { get; } = [];

    public List<TaskId> Stops { get; } = [];

    public List<WorkflowDefinition> Published { get; } = [];

    /// <summary>Whether this batch may start more runs for steps: one transaction must not take too long.</summary>
    public bool HasRoomForRuns => _startedRuns < RunsAtOnce;

    public bool HasMessages { get; private set; }

    public IReadOnlyCollection<RunImage> Touched => _touched.Values;

    public RunImage? Run(RunId id) => Touch(images.Find(transaction, id));

    public (RunImage Run, TaskImage Task)? Task(TaskId id) =>
        Touch(images.FindByTask(transaction, id)) is { } run && run.Find(id) is { } task ? (run, task) : null;

    /// <summary>The run, or null also where its version can't be read: whatever happens to others goes on without it.</summary>
    public RunImage? Readable(RunId id)
    {
        try
        {
            return Run(id);
        }
        catch (UnreadableDefinitionException)
        {
            return null;
        }
    }

    /// <summary>The task, or null also where the version of its run can't be read.</summary>
    public (RunImage Run, TaskImage Task)? ReadableTask(TaskId id)
    {
        try
        {
            return Task(id);
        }
        catch (UnreadableDefinitionException)
        {
            return null;
        }
    }

    public void Keep(RunImage image)
    {
        images.Keep(image);
        Touch(image);
    }

    public void Keep(RunImage image, TaskImage task) => images.Keep(image, task);

    public string FolderOf(string workflow) => images.FolderOf(workflow);

    /// <summary>The current version of a workflow, or null where there is none that this program can read.</summary>
    public WorkflowDefinition? Current(string workflow) =>
        statements.ReadWorkflow.Read(transaction, reader => Row.Text(reader, 0), workflow) is [{ } hash] ? catalog.Find(hash) : null;

    /// <summary>How many runs the first of them brought about.</summary>
    public long Family(RunId root) => statements.CountFamily.Read(transaction, reader => reader.GetInt64(0), ValueConversions.Bytes(root.Value))[0];

    public ScheduleImage? Schedule(string workflow, string name) =>
        statements.ReadSchedule.Read(transaction, Row.Schedule, workflow, name).FirstOrDefault();

    public void CountRun() => _startedRuns++;

    /// <summary>Tells the dispatcher of a task that can be claimed, now or at its instant. One that waits for something without end is left alone.</summary>
    public void Offer(RunImage run, TaskImage task)
    {
        if (run is { State: RunState.Running, WaitingFor: null } && task.State == TaskState.Pending && !task.WaitsWithoutEnd)
        {
            Due.Add(new DueTask(run.Id, task.Id, task.DueAt ?? Now, run.Priority + task.Priority));
        }
    }

    public void WakeSchedule(string workflow, string schedule, DateTimeOffset? at)
    {
        if (at is { } instant)
        {
            Schedules.Add((workflow, schedule, instant));
        }
    }

    public ReviewImage? Review(ReviewId id) =>
        statements.ReadReview.Read(transaction, Row.Review, ValueConversions.Bytes(id.Value)).FirstOrDefault();

    /// <summary>The instants of a review that count from now on in a queue.</summary>
    public Deadlines DeadlinesOf(ReviewRequest request, string queue) => Lifecycle.Deadlines.From(request, options.CalendarOf(request.Calendar, queue), Now);

    /// <summary>Absences that are not over.</summary>
    public IReadOnlyList<Absence> Absences() => statements.ReadAbsences.Read(transaction, Row.Absence, Now.UtcTicks);

    public DecisionImage Decision(DecisionId id) =>
        statements.ReadDecision.Read(transaction, Row.Decision, ValueConversions.Bytes(id.Value)).First();

    /// <summary>Appends to the history; the answer is the entry's sequence number.</summary>
    public long Write(string kind, Actor actor, string trigger, HistoryFacts facts)
    {
        var seq = numbers.NextSeq();
        object?[] values =
        [
            seq, Bytes(facts.Run?.Value), Bytes(facts.Task?.Value), Bytes(facts.Review?.Value), kind, trigger, facts.From, facts.To,
            facts.Attempt, actor.Name, Now.UtcTicks, facts.Data is null ? null : EngineJson.Write(facts.Data),
        ];
        statements.InsertHistory.Execute(transaction, values);
        trail.Entry(values.AsSpan(1));
        return seq;
    }

    /// <summary>Puts a message for the outside world into the outbox.</summary>
    /// <param name="kind">As <c>review.opened</c>.</param>
    /// <param name="subject">The id of what it happened to.</param>
    /// <param name="data">Ids and facts.</param>
    /// <param name="channels">The channels that tell it; empty means all.</param>
    public void Tell(string kind, string subject, object data, IReadOnlyList<string>? channels = null)
    {
        if (!options.TellsOutside)
        {
            return;
        }

        statements.InsertMessage.Execute(transaction, kind, subject, EngineJson.Write(data), Now.UtcTicks, 0, Now.UtcTicks, channels is { Count: > 0 } ? string.Join(' ', channels) : null);
        HasMessages = true;
    }

    /// <summary>Lets the engine look at a review at an instant; null for never. What was said last in a batch counts.</summary>
    public void WakeAt(ReviewId review, DateTimeOffset? instant)
    {
        Wakes.Remove(review);
        if (instant is { } at)
        {
            Wakes.Add(review, at);
        }
    }

    public static byte[]? Bytes(Guid? id) => id is { } value ? ValueConversions.Bytes(value) : null;

    private RunImage? Touch(RunImage? image)
    {
        if (image is not null)
        {
            _touched[image.Id] = image;
        }

        return image;
    }
}

/// <summary>What a history entry is about.</summary>
internal readonly record struct HistoryFacts(
    RunId? Run = null, TaskId? Task = null, ReviewId? Review = null, string? From = null, string? To = null, int? Attempt = null, object? Data = null);

/// <summary>Counters that only the writer advances; a rolled-back batch gives its numbers back.</summary>
internal sealed class Numbers(long seq, long run, long review)
{
    private (long Seq, long Run, long Review) _now = (seq, run, review);
    private (long Seq, long Run, long Review) _saved = (seq, run, review);

    public long Seq => _now.Seq;

    public long NextSeq() => ++_now.Seq;

    public long NextRun() => ++_now.Run;

    public long NextReview() => ++_now.Review;

    public void Save() => _saved = _now;

    public void Restore() => _now = _saved;
}
