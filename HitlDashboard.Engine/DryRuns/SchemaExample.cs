using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Makes a value that has the shape of a JSON Schema.</summary>
internal static class SchemaExample
{
    private const int Deepest = 8;

    /// <summary>A value that satisfies the schema, or null where none could be made.</summary>
    public static JsonElement? Of(JsonElement schema)
    {
        var value = EngineJson.From(Value(schema, 0));
        return JsonSchemas.Validate(schema, value).Count == 0 ? value : null;
    }

    private static JsonNode? Value(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            return null;
        }

        return Written(schema) is { } written ? JsonNode.Parse(written.GetRawText()) : TypeOf(schema) switch
        {
            "object" => Map(schema, depth),
            "array" => List(schema, depth),
            "string" => Text(schema),
            "integer" or "number" => Number(schema),
            "boolean" => JsonValue.Create(false),
            _ => null,
        };
    }

    private static JsonElement? Written(JsonElement schema) =>
        schema.TryGetProperty("default", out var value) || schema.TryGetProperty("const", out value) ? value
        : (schema.TryGetProperty("examples", out var list) || schema.TryGetProperty("enum", out list)) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0]
        : null;

    private static string? TypeOf(JsonElement schema) => schema.TryGetProperty("type", out var type)
        ? type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()).FirstOrDefault(word => word != "null") : type.GetString()
        : schema.TryGetProperty("properties", out _) ? "object" : null;

    private static JsonObject Map(JsonElement schema, int depth) =>
        schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? new JsonObject(properties.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value, depth + 1))))
            : [];

    private static JsonArray List(JsonElement schema, int depth) => schema.TryGetProperty("items", out var items)
        ? new JsonArray([.. Enumerable.Range(0, Math.Clamp((int)(Bound(schema, "minItems") ?? 1), 1, 20)).Select(_ => Value(items, depth + 1))])
        : [];

    private static JsonValue Text(JsonElement schema)
    {
        var format = schema.TryGetProperty("format", out var word) ? word.GetString() : null;
        var text = format switch
        {
            "date-time" => "2030-01-31T08:00:00Z",
            "date" => "2030-01-31",
            "email" => "name@example.org",
            "uri" => "https://example.org/",
            _ => "text",
        };
        var least = Math.Min((int)(Bound(schema, "minLength") ?? 0), 10_000);
        return JsonValue.Create(text.PadRight(least, '.'));
    }

    private static JsonValue Number(JsonElement schema) =>
        JsonValue.Create(Bound(schema, "minimum") ?? (Bound(schema, "exclusiveMinimum") is { } least ? least + 1 : Math.Min(0, Bound(schema, "maximum") ?? 0)));

    private static double? Bound(JsonElement schema, string key) =>
        schema.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
