using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>A plan being made: skipping one step may make others ready, so it goes round until nothing changes.</summary>
internal sealed class PlanDraft(
    WorkflowDefinition definition, IReadOnlyDictionary<string, StepCount> before, RunValues values, DateTimeOffset now)
{
    private readonly Dictionary<string, StepCount> _counts = new(before, StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<JsonElement>> _unfolded = new(StringComparer.Ordinal);
    private readonly List<PlannedTask> _tasks = [];
    private RunValues _values = values;

    public IReadOnlyList<PlannedTask> Tasks => _tasks;

    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Unfolded => _unfolded;

    /// <summary>Unfinished steps, of these only where a set is given (the others get cancelled).</summary>
    public int Unfinished(IReadOnlySet<string>? only) =>
        _counts.Count(pair => !pair.Value.IsFinal && (only is null || only.Contains(pair.Key)));

    /// <summary>The run fails fast: what was not begun never will be, so whoever runs whatever fails does not wait for it.</summary>
    public void GiveUp(IReadOnlySet<string> spared)
    {
        foreach (var step in definition.Steps.Where(step => !spared.Contains(step.Id)))
        {
            _counts[step.Id] = _counts.TryGetValue(step.Id, out var count)
                ? count with { Expected = count.Planned }
                : new StepCount { Expected = 1, Planned = 1, Final = 1, Skipped = 1 };
        }
    }

    public void Unfold(Func<StepDefinition, bool> wanted)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var step in definition.Steps.Where(wanted))
            {
                changed |= _counts.TryGetValue(step.Id, out var count) ? More(step, count) : Begin(step);
            }
        }
    }

    private bool Begin(StepDefinition step)
    {
        switch (Readiness.Of(step, _counts, definition))
        {
            case Ready.Wait:
                return false;
            case Ready.Skip:
                return Skip(step);
        }

        try
        {
            if (step.If is { } condition && !condition.Evaluate(_values.Scope(now)))
            {
                return Skip(step);
            }

            return step.ForEach is { } list ? BeginEach(step, list) : Add(step, -1, null, new StepCount { Expected = 1 });
        }
        catch (Exception exception) when (exception is ConditionException or TemplateException)
        {
            return Add(step, -1, null, new StepCount { Expected = 1 }, new TaskError("plan-error", exception.Message, Retryable: false));
        }
    }

    private bool BeginEach(StepDefinition step, ValueTemplate list)
    {
        var rendered = list.Render(_values.Scope(now));
        if (rendered.ValueKind != JsonValueKind.Array)
        {
            throw new TemplateException($"'foreach' of step '{step.Id}' must give a list, found {rendered.ValueKind.ToString().ToLowerInvariant()}.");
        }

        IReadOnlyList<JsonElement> items = [.. rendered.EnumerateArray()];
        if (items.Count == 0)
        {
            return Skip(step);
        }

        // Later elements are counted already, though their tasks are made as earlier ones end, and so is one task of each step that is still to come.
        var toCome = definition.Steps.Count(other => other != step && !_counts.ContainsKey(other.Id));
        if (_counts.Values.Sum(count => count.Expected) + toCome + _values.Past.Superseded + items.Count > PlanLimits.Tasks)
        {
            throw new TemplateException($"'foreach' of step '{step.Id}' has {items.Count} elements; a run has at most {PlanLimits.Tasks} tasks in all.");
        }

        _unfolded[step.Id] = items;
        _counts[step.Id] = new StepCount { Expected = items.Count, Items = items };
        return More(step, _counts[step.Id]);
    }

    /// <summary>Makes the next tasks of a <c>foreach</c>, as many as may be unfinished at once.</summary>
    private bool More(StepDefinition step, StepCount count)
    {
        var room = Math.Min(count.Expected - count.Planned, (step.MaxParallel ?? int.MaxValue) - (count.Planned - count.Final));
        if (count.Items is not { } items || room <= 0 || count.Failed(step))
        {
            return false;
        }

        for (var index = count.Planned; index < count.Planned + room; index++)
        {
            _tasks.Add(TaskDraft.Of(definition, step, _values, _values.Past.First(step.Id, items[index], index), now));
        }

        _counts[step.Id] = count with { Planned = count.Planned + room };
        return true;
    }

    private bool Skip(StepDefinition step)
    {
        _tasks.Add(new PlannedTask(step.Id, -1, null, PlannedAction.Skip));
        _counts[step.Id] = new StepCount { Expected = 1, Planned = 1, Final = 1, Skipped = 1 };
        var skipped = new StepValue(TaskState.Completed, Resolution.Skipped, null, null, null);
        _values = _values with { Steps = new Dictionary<string, StepValue>(_values.Steps, StringComparer.Ordinal) { [step.Id] = skipped } };
        return true;
    }

    private bool Add(StepDefinition step, int index, JsonElement? item, StepCount count, TaskError? error = null)
    {
        _tasks.Add(error is null
            ? TaskDraft.Of(definition, step, _values, _values.Past.First(step.Id, item, index), now)
            : new PlannedTask(step.Id, index, item, PlannedAction.Run) { Error = error });
        _counts[step.Id] = count with { Planned = 1 };
        return true;
    }
}
