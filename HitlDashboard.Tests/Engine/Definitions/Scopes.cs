using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Scopes over one JSON text.</summary>
internal static class Scopes
{
    /// <summary>The properties are the roots; <c>steps</c> and <c>secrets</c> are asked for by name.</summary>
    public static ValueScope Of(string json)
    {
        var all = Json(json);
        return new ValueScope
        {
            Root = name => Get(all, name),
            Step = id => Get(all, "steps") is { } steps ? Get(steps, id) : null,
            Secret = name => Get(all, "secrets") is { } secrets ? Get(secrets, name)?.GetString() : null,
            StepIds = Get(all, "steps") is { } known ? [.. known.EnumerateObject().Select(step => step.Name)] : [],
        };
    }

    public static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static JsonElement? Get(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? value : null;
}
