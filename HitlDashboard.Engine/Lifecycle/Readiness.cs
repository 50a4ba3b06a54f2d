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
        var standing = final.Where(need => !counts[need].Failed(definition.Step(need)) || step.If?.Handles(need) == true).ToList();
        if (final.Count < step.Needs.Count)
        {
            // A skipped branch brings nothing: it counts only where there is nothing else to wait for.
            return step.Join is { } fewer && standing.Count(need => !counts[need].IsSkipped) >= fewer ? Ready.Begin : Ready.Wait;
        }

        if (standing.Count < (step.Join ?? step.Needs.Count))
        {
            return Ready.Skip;
        }

        return step.Needs.Count > 0 && final.All(need => counts[need].IsSkipped) && !(step.If?.Handles("") ?? false) ? Ready.Skip : Ready.Begin;
    }
}
