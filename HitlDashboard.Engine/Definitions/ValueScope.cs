using System.Text.Json;

namespace HitlDashboard.Engine.Definitions;

/// <summary>What <c>{{path}}</c> and conditions can read. Roots are asked for lazily, so that a scope costs nothing until it is read.</summary>
public sealed class ValueScope
{
    /// <summary>A root by name (<c>input</c>, <c>run</c>, <c>item</c>, <c>index</c>, <c>output</c>, <c>feedback</c>, <c>round</c>, <c>now</c>); null where it has no value here.</summary>
    public required Func<string, JsonElement?> Root { get; init; }

    /// <summary>A step by id as <c>{ output, state, resolution, feedback, error }</c>; null where it has not been planned.</summary>
    public required Func<string, JsonElement?> Step { get; init; }

    /// <summary>A secret by name; null where secrets may not be read.</summary>
    public Func<string, string?>? Secret { get; init; }

    /// <summary>Ids of the steps that <see cref="Step"/> answers for.</summary>
    public IReadOnlyCollection<string> StepIds { get; init; } = [];

    /// <summary>Follows a path as <c>steps.draft.output.items[0].text</c>; <c>context.key</c> is another way to write <c>input.key</c>.</summary>
    /// <param name="path">Names with dots; elements with a number in brackets or after a dot; other names in brackets and quotes.</param>
    /// <param name="value">What is there; undefined where the answer is false.</param>
    /// <returns>Whether something is there (JSON null counts as something); false for text that is no path.</returns>
    public bool TryResolve(string path, out JsonElement value)
    {
        value = default;
        return ValuePath.TryParse(path, out var parsed) && parsed.TryResolve(this, out value);
    }

    internal JsonElement? SecretValue(string name) =>
        Secret?.Invoke(name) is { } secret ? JsonSerializer.SerializeToElement(secret) : null;

    internal JsonElement? AllSteps() =>
        JsonSerializer.SerializeToElement(StepIds.Select(id => (id, value: Step(id))).Where(step => step.value is not null)
            .ToDictionary(step => step.id, step => step.value!.Value, StringComparer.Ordinal), Templates.TemplateJson.Nested);
}
