using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>What may stand behind the keywords that hold no schemas.</summary>
internal static class SchemaValues
{
    private const int MaxPattern = 500;

    /// <summary>Refuses a value that the keyword can't have.</summary>
    public static void Check(string name, JsonElement value, string at, bool isCount)
    {
        var fits = name switch
        {
            "type" => IsType(value) || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(IsType)),
            "required" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
            "format" => value.ValueKind == JsonValueKind.String,
            "uniqueItems" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ when isCount => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0,
            _ => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && (name != "multipleOf" || number > 0),
        };
        if (!fits)
        {
            throw new SchemaRefusal(at, $"found {Describe(value)}, expected {Expected(name, isCount)}.");
        }
    }

    public static string Pattern(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: <= MaxPattern } pattern)
        {
            throw new SchemaRefusal(at, $"found {Describe(value)}, expected a regular expression of at most {MaxPattern} characters.");
        }

        try
        {
            _ = SchemaPatterns.Get(pattern);
            return pattern;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new SchemaRefusal(at, $"the pattern can't be used: {exception.Message}");
        }
    }

    public static string Reference(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { } text && (text == "#" || SchemaPatterns.Reference().IsMatch(text))
            ? text.Replace("#/$defs/", "#/definitions/", StringComparison.Ordinal)
            : throw new SchemaRefusal(at, $"found {Describe(value)}, expected # or #/$defs/name: references stay inside the schema.");

    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
        _ => value.GetRawText() is { Length: > 60 } text ? text[..59] + "…" : value.GetRawText(),
    };

    private static bool IsType(JsonElement value) => value.ValueKind == JsonValueKind.String && SchemaKeywords.Types.Contains(value.GetString(), StringComparer.Ordinal);

    private static string Expected(string name, bool isCount) => name switch
    {
        "type" => string.Join(", ", SchemaKeywords.Types) + " or a list of them",
        "required" => "a list of names",
        "format" => "text",
        "uniqueItems" => "true or false",
        "multipleOf" => "a number above 0",
        _ => isCount ? "a whole number from 0" : "a number",
    };
}
