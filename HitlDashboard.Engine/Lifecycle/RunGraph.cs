using System.Runtime.CompilerServices;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Facts about a definition's graph that planning asks for again and again; worked out once per definition.</summary>
internal sealed class RunGraph
{
    private static readonly ConditionalWeakTable<WorkflowDefinition, RunGraph> Known = [];

    private readonly WorkflowDefinition _definition;
    private readonly ILookup<string, string> _dependents;
    private readonly HashSet<string> _named;

    private RunGraph(WorkflowDefinition definition)
    {
        _dependents = definition.Steps
            .SelectMany(step => Needs(definition, step).Select(need => (need, step.Id)))
            .ToLookup(pair => pair.need, pair => pair.Id, StringComparer.Ordinal);
        Always = definition.Steps.Where(IsAlways).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        Planned = definition.Steps.Where(step => step.PlannedBy is not null).ToLookup(step => step.PlannedBy!, StringComparer.Ordinal);
        _definition = definition;
        var conditions = definition.Steps.Where(step => step.If is not null && !IsAlways(step)).Select(step => step.If!).ToList();
        Cured = conditions.SelectMany(condition => condition.FailedSteps).ToHashSet(StringComparer.Ordinal);
        _named = conditions.SelectMany(condition => condition.HandledSteps).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Steps that run whatever fails.</summary>
    public IReadOnlySet<string> Always { get; }

    /// <summary>Steps that some step's <c>if: failed(…)</c> names: whatever goes wrong with them is taken care of.</summary>
    public IReadOnlySet<string> Cured { get; }

    /// <summary>The steps that were planned by a step at run time.</summary>
    public ILookup<string, StepDefinition> Planned { get; }

    /// <summary>A step and everything that follows it.</summary>
    /// <param name="step">The first.</param>
    /// <param name="stands">Which steps are left out, and with them what follows only from them; null for none.</param>
    public IReadOnlySet<string> From(string step, Predicate<string>? stands = null)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { step };
        var pending = new Queue<string>(found);
        while (pending.TryDequeue(out var next))
        {
            foreach (var dependent in _dependents[next].Where(dependent => stands?.Invoke(dependent) != true && found.Add(dependent)))
            {
                pending.Enqueue(dependent);
            }
        }

        return found;
    }

    /// <summary>Whether some step's condition takes care of a step that failed. Whoever takes care of a step takes care of what it planned.</summary>
    /// <param name="step">The step that failed.</param>
    /// <param name="values">The steps that are final: <c>rejected(…)</c> takes care of what it is true of, and while that is not known the run does not fail.</param>
    public bool IsHandled(StepDefinition step, IReadOnlyDictionary<string, StepValue> values) => _named.Count > 0 && Above(_definition, step).Append(step).Any(part =>
        Cured.Contains(part.Id) || (_named.Contains(part.Id) && (!values.TryGetValue(part.Id, out var value) || value.Resolution == Resolution.Rejected)));

    public static RunGraph Of(WorkflowDefinition definition) => Known.GetValue(definition, value => new RunGraph(value));

    /// <summary>What a step needs, with all that was planned by it.</summary>
    public static IEnumerable<string> Needs(WorkflowDefinition definition, StepDefinition step) => step.Needs.SelectMany(need => Parts(definition, need, step));

    /// <summary>The steps whose plans a step is part of.</summary>
    private static IEnumerable<StepDefinition> Above(WorkflowDefinition definition, StepDefinition step)
    {
        for (var above = step.PlannedBy; above is not null; above = definition.Step(above).PlannedBy)
        {
            yield return definition.Step(above);
        }
    }

    /// <summary>Whoever needs a step from outside its plan needs everything that was planned by it.</summary>
    private static IEnumerable<string> Parts(WorkflowDefinition definition, string need, StepDefinition dependent) =>
        definition.Find(need)?.Expand is null || dependent.PlannedBy == need
            ? [need]
            : definition.Steps.Where(step => Above(definition, step).Any(above => above.Id == need)).Select(step => step.Id).Append(need);

    // always() handles every step, also one that can't exist.
    private static bool IsAlways(StepDefinition step) => step.If?.Handles("") == true;
}
