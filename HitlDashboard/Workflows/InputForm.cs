using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Workflows;

/// <summary>The fields that an input's JSON Schema asks for. What no field fits is entered as JSON; what the form can't check, the engine does.</summary>
public static class InputForm
{
    /// <summary>The name of the only field of a workflow whose input is not an object with properties.</summary>
    public const string WholeInput = "";

    private const int LongFrom = 200;

    public static IReadOnlyList<FormField> Of(JsonElement? schema)
    {
        if (schema is not { ValueKind: JsonValueKind.Object } root || Member(root, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return [new FormField { Name = WholeInput, Title = "Input", Description = "JSON, as the workflow expects it.", Kind = FieldKind.Json, Default = EngineJson.Empty }];
        }

        var required = Member(root, "required") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Select(Text).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Select(property => Field(property.Name, property.Value, required.Contains(property.Name)))];
    }

    private static FormField Field(string name, JsonElement schema, bool isRequired)
    {
        var choices = Member(schema, "enum") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        return new FormField
        {
            Name = name,
            Title = Member(schema, "title") is { } title && Text(title) is { Length: > 0 } given ? given : name,
            Description = Member(schema, "description") is { } description ? Text(description) : null,
            Kind = choices.Count > 0 ? FieldKind.Choice : KindOf(schema),
            IsRequired = isRequired,
            Default = Member(schema, "default"),
            Choices = choices,
        };
    }

    private static FieldKind KindOf(JsonElement schema) => TypeOf(schema) switch
    {
        "string" => IsLong(schema) ? FieldKind.LongText : FieldKind.Text,
        "integer" => FieldKind.Integer,
        "number" => FieldKind.Number,
        "boolean" => FieldKind.Boolean,
        "array" when Member(schema, "items") is { } items && TypeOf(items) == "string" && Member(items, "enum") is null => FieldKind.Lines,
        _ => FieldKind.Json,
    };

    private static bool IsLong(JsonElement schema) =>
        (Member(schema, "maxLength") is { ValueKind: JsonValueKind.Number } most && most.TryGetDouble(out var length) && length > LongFrom)
        || (Member(schema, "format") is { } format && Text(format) is "text" or "markdown");

    // "string or null" is a string that may be left empty; any other union is for whoever writes JSON.
    private static string? TypeOf(JsonElement schema) => Member(schema, "type") switch
    {
        { ValueKind: JsonValueKind.String } one => one.GetString(),
        { ValueKind: JsonValueKind.Array } many => many.EnumerateArray().Select(Text).Where(type => type != "null").ToList() is [var only] ? only : null,
        _ => null,
    };

    private static JsonElement? Member(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
