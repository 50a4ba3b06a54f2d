using System.Runtime.CompilerServices;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Facts about a definition's graph that planning asks for again and again; worked out once per definition.</summary>
internal sealed class RunGraph
{
    private static readonly ConditionalWeakTable<WorkflowDefinition, RunGraph> Known = [];

    private readonly ILookup<string, string> _dependents;

    private RunGraph(WorkflowDefinition definition)
    {
        _dependents = definition.Steps.SelectMany(step => step.Needs.Select(need => (need, step.Id))).ToLookup(pair => pair.need, pair => pair.Id, StringComparer.Ordinal);
        Always = definition.Steps.Where(IsAlways).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        Handled = definition.Steps.Where(step => step.If is not null && !IsAlways(step))
            .SelectMany(step => definition.Steps.Where(other => step.If!.Handles(other.Id)).Select(other => other.Id))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Steps that run whatever fails.</summary>
    public IReadOnlySet<string> Always { get; }

    /// <summary>Steps whose failure some step's <c>if: failed(…)</c> takes care of.</summary>
    public IReadOnlySet<string> Handled { get; }

    /// <summary>A step and everything that follows it.</summary>
    public IReadOnlySet<string> From(string step)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { step };
        var pending = new Queue<string>(found);
        while (pending.TryDequeue(out var next))
        {
            foreach (var dependent in _dependents[next].Where(found.Add))
            {
                pending.Enqueue(dependent);
            }
        }

        return found;
    }

    public static RunGraph Of(WorkflowDefinition definition) => Known.GetValue(definition, value => new RunGraph(value));

    // always() handles every step, also one that can't exist.
    private static bool IsAlways(StepDefinition step) => step.If?.Handles("") == true;
}
