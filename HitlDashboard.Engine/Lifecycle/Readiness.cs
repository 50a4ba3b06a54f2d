using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Whether a step's needs let it begin.</summary>
internal enum Ready
{
    Wait,
    Skip,
    Begin,
}

/// <summary>Looks at what a step needs.</summary>
internal static class Readiness
{
    public static Ready Of(StepDefinition step, IReadOnlyDictionary<string, StepCount> counts, WorkflowDefinition definition)
    {
        var final = step.Needs.Where(need => counts.TryGetValue(need, out var count) && count.IsFinal).ToList();
        var wanted = step.Join ?? step.Needs.Count;
        var failed = final.Where(need => counts[need].Failed(definition.Step(need)) && step.If?.Handles(need) != true).ToList();
        if (final.Count - failed.Count >= wanted && (step.Join is not null || failed.Count == 0))
        {
            return step.Needs.Count > 0 && final.All(need => counts[need].IsSkipped) && !(step.If?.Handles("") ?? false)
                ? Ready.Skip
                : Ready.Begin;
        }

        // All needs are final and too few of them succeeded: nothing more can make it ready.
        return final.Count == step.Needs.Count
            ? Ready.Skip
            : Ready.Wait;
    }
}
