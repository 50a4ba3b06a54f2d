using System.Text.Json;
using System.Text.Json.Nodes;

namespace HitlDashboard.Inbox;

/// <summary>One field of the form that amends a value.</summary>
/// <param name="Name">The property that it sets.</param>
/// <param name="Label">What people read.</param>
/// <param name="Kind">How it is asked.</param>
/// <param name="Value">What it starts with; null for nothing.</param>
public sealed record AmendField(string Name, string Label, FieldKind Kind, JsonNode? Value)
{
    /// <summary>More about it, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The choices of <see cref="FieldKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it must be filled in.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The value as a text box starts with it.</summary>
    public string Text => Value switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => Value.ToJsonString(),
    };

    /// <summary>The fields of an object schema; null where one of them can't be asked in a form.</summary>
    public static IReadOnlyList<AmendField>? Of(JsonElement schema, JsonElement current) =>
        Of(schema, current, null) is { Count: > 0 } fields && fields.TrueForAll(field => field is not null) ? [.. fields.OfType<AmendField>()] : null;

    private static List<AmendField?> Of(JsonElement schema, JsonElement current, IReadOnlyList<string>? names)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return [.. properties.EnumerateObject().Where(property => names is null || names.Contains(property.Name))
            .Select(property => Of(property, current, required.Contains(property.Name)))];
    }

    /// <summary>The fields of the properties that may be edited; null where one of them can't be asked in a form.</summary>
    /// <param name="names">Names of properties; anything deeper can't be asked.</param>
    /// <param name="schema">The output's schema, or null.</param>
    /// <param name="current">The value.</param>
    public static IReadOnlyList<AmendField>? Of(IReadOnlyList<string> names, JsonElement? schema, JsonElement current)
    {
        if (names.Count == 0 || current.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var known = schema is { } whole ? Of(whole, current, names) : [];
        var fields = names.Select(name => known.FirstOrDefault(field => field?.Name == name) ?? Plain(name, current)).ToList();
        return fields.TrueForAll(field => field is not null) ? [.. fields.OfType<AmendField>()] : null;
    }

    // Without a schema the value itself says what it is.
    private static AmendField? Plain(string name, JsonElement current)
    {
        if (!current.TryGetProperty(name, out var value))
        {
            return null;
        }

        FieldKind? kind = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Contains('\n', StringComparison.Ordinal) ? FieldKind.Lines : FieldKind.Line,
            JsonValueKind.Number => FieldKind.Number,
            JsonValueKind.True or JsonValueKind.False => FieldKind.Switch,
            _ => null,
        };
        return kind is { } found ? new AmendField(name, name, found, JsonSerializer.SerializeToNode(value)) : null;
    }

    private static AmendField? Of(JsonProperty property, JsonElement current, bool isRequired)
    {
        var schema = property.Value;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var value = StartOf(property.Name, schema, current);
        IReadOnlyList<string> choices = schema.TryGetProperty("enum", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(choice => choice.ValueKind == JsonValueKind.String).Select(choice => choice.GetString()!)]
            : [];
        FieldKind? kind = (TextOf(schema, "type"), choices.Count) switch
        {
            ("string" or null, > 0) => FieldKind.Choice,
            ("string", 0) => IsLong(schema, value) ? FieldKind.Lines : FieldKind.Line,
            ("number" or "integer", 0) => FieldKind.Number,
            ("boolean", 0) => FieldKind.Switch,
            _ => null,
        };
        return kind is null ? null : new AmendField(property.Name, TextOf(schema, "title") ?? property.Name, kind.Value, value)
        {
            Description = TextOf(schema, "description"),
            Choices = choices,
            IsRequired = isRequired,
        };
    }

    private static JsonNode? StartOf(string name, JsonElement schema, JsonElement current)
    {
        if (current.ValueKind == JsonValueKind.Object && current.TryGetProperty(name, out var now))
        {
            return JsonSerializer.SerializeToNode(now);
        }

        return schema.TryGetProperty("default", out var start) ? JsonSerializer.SerializeToNode(start) : null;
    }

    private static bool IsLong(JsonElement schema, JsonNode? value) =>
        TextOf(schema, "format") is "multiline" or "textarea" or "markdown"
        || (schema.TryGetProperty("maxLength", out var length) && length.TryGetInt32(out var most) && most > 200)
        || (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Contains('\n', StringComparison.Ordinal));

    private static string? TextOf(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>How a field is asked.</summary>
public enum FieldKind
{
    /// <summary>One line of text.</summary>
    Line,

    /// <summary>Several lines of text.</summary>
    Lines,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Switch,

    /// <summary>One of a few texts.</summary>
    Choice,
}
