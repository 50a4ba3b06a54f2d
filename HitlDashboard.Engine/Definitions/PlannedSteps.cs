using System.Text.Json;
using HitlDashboard.Engine.Definitions.Validation;
using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Steps that an earlier step planned (<c>expand</c>): read like a file, with the same errors and limits, and with what a plan may not say.</summary>
public static class PlannedSteps
{
    /// <summary>How many plans may be within each other.</summary>
    public const int MaxDepth = 8;

    /// <summary>Reads a plan. Never throws, whatever the value.</summary>
    /// <param name="definition">The run's definition, with the steps that were planned before.</param>
    /// <param name="expanding">The step that expands the plan.</param>
    /// <param name="plan">A list of step objects.</param>
    /// <returns>The steps, ready to be added to the definition; or every error, each with its path in the plan as <c>steps[2].needs[0]</c>.</returns>
    public static PlannedStepsResult Read(WorkflowDefinition definition, StepDefinition expanding, JsonElement plan)
    {
        var errors = new DefinitionErrors("plan");
        var node = JsonYaml.Read(plan, errors);
        var steps = node is YamlList list && errors.Count == 0 ? ReadSteps(definition, expanding, list, errors) : [];
        if (node is not null and not YamlList)
        {
            errors.Add(node, "", $"found {node.Describe()}, expected a list of steps.");
        }

        return errors.Count > 0 ? new PlannedStepsResult([], errors.InOrder()) : new PlannedStepsResult(steps, []);
    }

    /// <summary>A run's definition with everything that was planned in it.</summary>
    /// <param name="definition">The definition that the run is pinned to.</param>
    /// <param name="plans">The accepted plans by the step that expands them. A plan that is not valid any more is left out.</param>
    public static WorkflowDefinition Expand(WorkflowDefinition definition, IReadOnlyDictionary<string, JsonElement> plans)
    {
        var expanding = new Queue<StepDefinition>(definition.Steps.Where(step => step.Expand is not null && plans.ContainsKey(step.Id)));
        while (expanding.TryDequeue(out var step))
        {
            var planned = Read(definition, step, plans[step.Id]).Steps;
            definition = definition.With(step.Id, planned);
            foreach (var inner in planned.Where(inner => inner.Expand is not null && plans.ContainsKey(inner.Id)))
            {
                expanding.Enqueue(inner);
            }
        }

        return definition;
    }

    private static List<StepDefinition> ReadSteps(WorkflowDefinition definition, StepDefinition expanding, YamlList list, DefinitionErrors errors)
    {
        if (list.Items.Count > WorkflowYaml.MaxSteps || Depth(definition, expanding) >= MaxDepth)
        {
            errors.Add(list, "", list.Items.Count > WorkflowYaml.MaxSteps
                ? $"found {list.Items.Count} steps, expected at most {WorkflowYaml.MaxSteps}."
                : $"plans are nested deeper than {MaxDepth} levels.");
            return [];
        }

        var rules = new PlanRules(expanding, errors);
        var context = new ReadContext(errors) { Plan = rules };
        var readers = new List<StepReader>();
        var steps = new List<StepDefinition>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not YamlMap map)
            {
                errors.Add(list.Items[i], $"steps[{i}]", $"found {list.Items[i].Describe()}, expected a map.");
                continue;
            }

            readers.Add(new StepReader(new MapReader(map, $"steps[{i}]", WorkflowFormat.Step, context), steps.Count, context));
            steps.Add(readers[^1].Read(steps.Count == 0 ? null : steps[^1].Id));
        }

        GraphChecks.CheckPlan(readers, steps, context, definition.Steps.Select(step => step.Id), Upstream(definition, expanding));
        for (var i = 0; i < steps.Count; i++)
        {
            rules.Check(readers[i], steps[i], steps);
        }

        return [.. steps.Select(rules.Apply)];
    }

    private static int Depth(WorkflowDefinition definition, StepDefinition step) =>
        step.PlannedBy is { } above ? 1 + Depth(definition, definition.Step(above)) : 0;

    /// <summary>What is final before the plan begins: what the expanding step waits for, directly or through others, but not the plans that it is part of.</summary>
    private static HashSet<string> Upstream(WorkflowDefinition definition, StepDefinition expanding)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(expanding.Needs);
        while (pending.TryDequeue(out var need))
        {
            if (found.Add(need))
            {
                definition.Step(need).Needs.ToList().ForEach(pending.Enqueue);
            }
        }

        for (var above = expanding.PlannedBy; above is not null; above = definition.Step(above).PlannedBy)
        {
            found.Remove(above);
        }

        return found;
    }
}

/// <summary>What reading a plan gave: its steps, or all its errors.</summary>
/// <param name="Steps">Empty where there is an error.</param>
/// <param name="Errors">Empty where the plan is valid.</param>
public sealed record PlannedStepsResult(IReadOnlyList<StepDefinition> Steps, IReadOnlyList<DefinitionError> Errors)
{
    /// <summary>One sentence with the first errors, or null where the plan is valid.</summary>
    public string? Problem => Errors.Count == 0 ? null
        : $"The plan is not valid: {string.Join("; ", Errors.Take(10).Select(error => $"{error.Path}: {error.Message}".TrimStart(':', ' ')))}{(Errors.Count > 10 ? $"; and {Errors.Count - 10} more" : "")}";
}
