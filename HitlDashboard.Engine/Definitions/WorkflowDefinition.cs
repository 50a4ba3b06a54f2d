using System.Text.Json;

namespace HitlDashboard.Engine.Definitions;

/// <summary>A valid workflow: what one YAML file says, with defaults filled in. Immutable; a run is pinned to its <see cref="Hash"/>.</summary>
public sealed record WorkflowDefinition
{
    /// <summary>Unique name: lower case letters, digits and hyphens, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Shown to people; the name where the file gives none.</summary>
    public required string Title { get; init; }

    /// <summary>One or two sentences, or null.</summary>
    public string? Description { get; init; }

    /// <summary>JSON Schema of the input, or null where anything is taken.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>The steps in file order: 1 to 1,000. In a run, steps that were planned at run time stand behind the step that expanded them.</summary>
    public required IReadOnlyList<StepDefinition> Steps { get; init; }

    /// <summary>What a completed run answers, or null for nothing.</summary>
    public ValueTemplate? Output { get; init; }

    /// <summary>Workflows that start when a run of this one has completed; empty for none.</summary>
    public IReadOnlyList<NextDefinition> Next { get; init; } = [];

    /// <summary>When runs start by themselves; empty for never.</summary>
    public IReadOnlyList<ScheduleDefinition> Schedule { get; init; } = [];

    /// <summary>Whether an unhandled failure cancels the run's other branches. Default true.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>How many runs of a group may be under way at once; null means no limit. A run keeps its place until it is final.</summary>
    public ConcurrencyLimit? Concurrency { get; init; }

    /// <summary>SHA-256 of the normalised definition, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The YAML text as it was read.</summary>
    public required string Source { get; init; }

    /// <summary>The step with this id.</summary>
    /// <exception cref="KeyNotFoundException">No step has it.</exception>
    public StepDefinition Step(string id) => Index.ById[id];

    /// <summary>The step with this id, or null.</summary>
    public StepDefinition? Find(string id) => Index.ById.GetValueOrDefault(id);

    /// <summary>The same with the steps that a step planned.</summary>
    public WorkflowDefinition With(string expanding, IReadOnlyList<StepDefinition> planned) =>
        this with { Steps = [.. Steps.SelectMany(step => step.Id == expanding ? [step, .. planned] : new[] { step })] };

    /// <summary>The same without the steps that a step planned, and without those that these planned.</summary>
    public WorkflowDefinition Without(string expanding)
    {
        var gone = new HashSet<string>(StringComparer.Ordinal) { expanding };
        var kept = Steps.Where(step => step.PlannedBy is null || !gone.Contains(step.PlannedBy) || !gone.Add(step.Id)).ToList();
        return kept.Count == Steps.Count ? this : this with { Steps = kept };
    }

    // A copy with other steps takes the index along.
    private StepIndex Index => _index is { } known && ReferenceEquals(known.Steps, Steps) ? known : _index = new StepIndex(Steps);

    private StepIndex? _index;

    private sealed class StepIndex(IReadOnlyList<StepDefinition> steps)
    {
        public IReadOnlyList<StepDefinition> Steps => steps;

        public Dictionary<string, StepDefinition> ById { get; } = steps.ToDictionary(step => step.Id, StringComparer.Ordinal);
    }
}
