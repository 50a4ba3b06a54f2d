using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>How far a step is together with everything that it planned: for whoever needs it, it is final when all of that is.</summary>
internal static class WholeStep
{
    /// <summary>The count as others see it; null where the step has not been planned.</summary>
    public static StepCount? Count(RunGraph graph, IReadOnlyDictionary<string, StepCount> counts, string id)
    {
        if (!counts.TryGetValue(id, out var own) || !graph.Planned.Contains(id))
        {
            return own;
        }

        var parts = graph.Planned[id].Select(part => (Step: part, Count: Count(graph, counts, part.Id))).ToList();
        return own with
        {
            Expected = own.Expected + parts.Count,
            Final = own.Final + parts.Count(part => part.Count?.IsFinal == true),
            Failures = own.Failures + parts.Count(part => IsFailure(graph, part.Step, part.Count)),
            Skipped = 0,
        };
    }

    /// <summary>Whether a planned step failed and nothing in the plan takes care of it.</summary>
    public static bool IsFailure(RunGraph graph, StepDefinition part, StepCount? count) => count?.Failed(part) == true && !graph.Cured.Contains(part.Id);
}
