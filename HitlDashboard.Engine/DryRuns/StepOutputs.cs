using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>What stands in for activities: what the script gives, or what the last completed run recorded, or an example of the step's output schema.</summary>
/// <param name="definition">The workflow.</param>
/// <param name="given">By step.</param>
/// <param name="recorded">By step, then by element; -1 where the step has one task.</param>
internal sealed class StepOutputs(
    WorkflowDefinition definition, IReadOnlyDictionary<string, JsonElement> given, IReadOnlyDictionary<(string Step, int Index), JsonElement> recorded)
{
    /// <summary>Kinds whose own work leaves nothing behind: they run as they are.</summary>
    public static IReadOnlyList<string> Harmless { get; } = ["set", "delay", "template", "human"];

    /// <summary>Steps for which nothing can be found.</summary>
    public IReadOnlyList<string> Missing => [.. definition.Steps
        .Where(step => step.Expand is null && !Harmless.Contains(step.Uses) && !given.ContainsKey(step.Id) && !recorded.Keys.Any(key => key.Step == step.Id) && Example(step.OutputSchema) is null)
        .Select(step => step.Id)];

    /// <summary>The output of one task and where it comes from, or null.</summary>
    public (JsonElement Output, string Source)? Find(string id, int index)
    {
        if (given.TryGetValue(id, out var value))
        {
            var isList = index >= 0 && value.ValueKind == JsonValueKind.Array;
            return !isList ? (value, "given") : index < value.GetArrayLength() ? (value[index], "given") : null;
        }

        return recorded.TryGetValue((id, index), out var kept) ? (kept, "recorded")
            : Example(definition.Steps.FirstOrDefault(step => step.Id == id)?.OutputSchema) is { } example ? (example, "example")
            : null;
    }

    private static JsonElement? Example(JsonElement? schema) => schema is { } shape ? SchemaExample.Of(shape) : null;
}
