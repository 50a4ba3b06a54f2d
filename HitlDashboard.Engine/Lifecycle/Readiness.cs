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
        var graph = RunGraph.Of(definition);
        StepCount? Seen(string need) => step.PlannedBy == need ? counts.GetValueOrDefault(need) : WholeStep.Count(graph, counts, need);
        var final = step.Needs.Select(need => (Id: need, Count: Seen(need)!)).Where(need => need.Count?.IsFinal == true).ToList();
        var standing = final.Where(need => !need.Count.Failed(definition.Step(need.Id)) || step.If?.Handles(need.Id) == true).ToList();
        if (final.Count < step.Needs.Count)
        {
            // A skipped branch brings nothing: it counts only where there is nothing else to wait for.
            return step.Join is { } fewer && standing.Count(need => !need.Count.IsSkipped) >= fewer ? Ready.Begin : Ready.Wait;
        }

        if (standing.Count < (step.Join ?? step.Needs.Count))
        {
            return Ready.Skip;
        }

        return step.Needs.Count > 0 && final.All(need => need.Count.IsSkipped) && !(step.If?.Handles("") ?? false) ? Ready.Skip : Ready.Begin;
    }
}
