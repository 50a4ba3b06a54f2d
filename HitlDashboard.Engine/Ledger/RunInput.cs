using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Checks an input against a workflow's schema, whoever starts the run.</summary>
internal static class RunInput
{
    /// <summary>The input with the schema's defaults filled in, and what does not fit.</summary>
    public static (JsonElement Full, IReadOnlyList<SchemaViolation> Violations) Check(WorkflowDefinition definition, JsonElement input)
    {
        if (EngineJson.IsTooDeep(input))
        {
            return (input, [new SchemaViolation("", $"it is nested deeper than {PlanLimits.Depth} levels.")]);
        }

        if (definition.Input is not { } schema)
        {
            return (input, []);
        }

        var full = JsonSchemas.WithDefaults(schema, input);
        return (full, JsonSchemas.Validate(schema, full));
    }

    /// <summary>The violations as one sentence.</summary>
    public static string Sentence(IReadOnlyList<SchemaViolation> violations) =>
        $"The input does not fit the workflow: {Text(violations)}";

    /// <summary>The violations in a row.</summary>
    public static string Text(IReadOnlyList<SchemaViolation> violations) =>
        string.Join("; ", violations.Select(violation => $"{violation.Path}: {violation.Message}".TrimStart(':', ' ')));
}
