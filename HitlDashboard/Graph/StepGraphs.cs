using System.Collections.Concurrent;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Graph;

/// <summary>Drawings by definition hash: a version never changes, so it is laid out once per process.</summary>
internal sealed class StepGraphs
{
    private const int MaxKept = 500;
    private readonly ConcurrentDictionary<string, StepGraph> _byHash = new(StringComparer.Ordinal);

    public StepGraph Of(WorkflowDefinition definition)
    {
        if (_byHash.Count > MaxKept)
        {
            _byHash.Clear();
        }

        return _byHash.GetOrAdd(definition.Hash, static (_, version) => StepGraph.Of(version), definition);
    }
}
