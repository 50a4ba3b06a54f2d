using System.Runtime.InteropServices;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>The writer's picture of one run, so that planning reads no tables. It is dropped whenever a batch that touched it is rolled back.</summary>
internal sealed class RunImage
{
    private readonly Dictionary<TaskId, TaskImage> _tasks = [];
    private readonly Dictionary<string, StepCount> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskImage>> _byStep = new(StringComparer.Ordinal);
    private Dictionary<string, StepValue> _values = new(StringComparer.Ordinal);
    private bool _isShared;
    private long _weight = 2048;

    public required RunId Id { get; init; }

    public required long Number { get; init; }

    /// <summary>The definition that the run is pinned to, with the steps that were planned at run time.</summary>
    public required WorkflowDefinition Definition { get; set; }

    public required string Title { get; init; }

    public required int Priority { get; init; }

    public required JsonElement Input { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>The person whom the key that started it belongs to; null where <see cref="StartedBy"/> is the person.</summary>
    public string? Starter { get; init; }

    public required string Folder { get; init; }

    public RunId? ParentRunId { get; init; }

    public TaskId? ParentTaskId { get; init; }

    public RunId? RootRunId { get; init; }

    public int Depth { get; init; }

    public int Hops { get; init; }

    public string? Schedule { get; init; }

    /// <summary>When it begins; null once it has.</summary>
    public DateTimeOffset? StartsAt { get; set; }

    public RunState State { get; set; } = RunState.Running;

    /// <summary>About how many bytes it holds, as it was last counted.</summary>
    public long Counted { get; private set; }

    /// <summary>Capacity where it waits for a place in its concurrency group, null otherwise.</summary>
    public WaitingFor? WaitingFor { get; set; }

    /// <summary>What happened before the run last went back.</summary>
    public RunPast Past { get; set; } = RunPast.None;

    public IReadOnlyDictionary<string, StepCount> Counts => _counts;

    public IReadOnlyCollection<TaskImage> Tasks => _tasks.Values;

    /// <summary>An immutable picture for whoever runs outside the writer's thread.</summary>
    public RunValues Values()
    {
        _isShared = true;
        return new RunValues
        {
            RunId = Id,
            Workflow = Definition.Name,
            StartedBy = StartedBy,
            State = State,
            Input = Input,
            Folder = Folder,
            Steps = _values,
            Past = Past,
        };
    }

    public TaskImage? Find(TaskId id) => _tasks.GetValueOrDefault(id);

    public void Unfold(string step, IReadOnlyList<JsonElement> items) => _counts[step] = new StepCount { Expected = items.Count, Items = items };

    /// <summary>Takes a new or loaded task in.</summary>
    public void Add(TaskImage task)
    {
        _tasks.Add(task.Id, task);
        Weigh(task);
        var count = _counts.GetValueOrDefault(task.StepId) ?? new StepCount { Expected = 1 };
        _counts[task.StepId] = count with { Planned = count.Planned + 1 };
        if (!_byStep.TryGetValue(task.StepId, out var siblings))
        {
            _byStep[task.StepId] = siblings = [];
        }

        siblings.Add(task);
        if (TaskTransitions.IsFinal(task.State))
        {
            Settle(task);
        }
        else if (count.IsGivenUp)
        {
            // Read from the tables: the element that broke the step came before one that still runs.
            Write(task.StepId, null);
        }
    }

    /// <summary>Adds what a task brings with it. Too much rather than too little: what it had before counts again.</summary>
    public void Weigh(TaskImage task) => _weight += 512 + Size(task.Item) + Size(task.Input) + Size(task.Output);

    /// <summary>By how much it grew since it was last counted.</summary>
    public long Count()
    {
        _weight += Counted == 0 ? Size(Input) : 0;
        var growth = _weight - Counted;
        Counted = _weight;
        return growth;
    }

    /// <summary>Counts a task that just became final; when its step is, its value can be read.</summary>
    public void Settle(TaskImage task)
    {
        var step = Definition.Step(task.StepId);
        var count = _counts[task.StepId] = _counts[task.StepId].With(step, task.CountsAs!.Value, task.Output is not null);
        if (step.Expand is not null && task is { State: TaskState.Completed, Output: { } plan } && Definition.Steps.All(other => other.PlannedBy != step.Id))
        {
            Definition = Definition.With(step.Id, PlannedSteps.Read(Definition, step, plan).Steps);
        }

        if (count.IsFinal)
        {
            WriteValues(step);
        }
    }

    /// <summary>Forgets a step's tasks, so that the planner makes them again.</summary>
    public void Forget(string step)
    {
        foreach (var task in _byStep.GetValueOrDefault(step) ?? [])
        {
            _tasks.Remove(task.Id);
        }

        _byStep.Remove(step);
        _counts.Remove(step);
        Write(step, null);
        Definition = Definition.Find(step)?.Expand is null ? Definition : Definition.Without(step);
    }

    /// <summary>Counts a task no more that left its final state, or is about to end in another way; values that it was part of can't be read any more.</summary>
    /// <param name="task">The task as it is now.</param>
    /// <param name="countedAs">How it had ended.</param>
    /// <param name="hadOutput">Whether it had an output.</param>
    public void Reopen(TaskImage task, Resolution countedAs, bool hadOutput)
    {
        var step = Definition.Step(task.StepId);
        _counts[step.Id] = _counts[step.Id].Without(step, countedAs, hadOutput);
        for (var part = step.Id; part is not null; part = Definition.Step(part).PlannedBy)
        {
            Write(part, null);
        }
    }

    /// <summary>A step's value, and those of the steps whose plans it is part of, as soon as all of it is final.</summary>
    private void WriteValues(StepDefinition step)
    {
        var graph = RunGraph.Of(Definition);
        for (var part = step; part is not null; part = part.PlannedBy is { } above ? Definition.Step(above) : null)
        {
            if (WholeStep.Count(graph, _counts, part.Id) is { IsFinal: true } count)
            {
                Write(part.Id, StepValues.Of(part, count, _byStep[part.Id], graph, _counts, _values));
            }
        }
    }

    // A parsed value holds its text and an index into it.
    private static long Size(JsonElement? value) => value is { ValueKind: not JsonValueKind.Undefined } json ? 3L * JsonMarshal.GetRawUtf8Value(json).Length : 0;

    private void Write(string step, StepValue? value)
    {
        // Pictures that were handed out must not change: copy before the next write.
        _values = _isShared ? new Dictionary<string, StepValue>(_values, StringComparer.Ordinal) : _values;
        _isShared = false;
        if (value is null)
        {
            _values.Remove(step);
            return;
        }

        _values[step] = value;
    }
}
