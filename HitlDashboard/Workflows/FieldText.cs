using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Workflows;

/// <summary>Between what somebody typed and what the input holds.</summary>
public static class FieldText
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as the field shows it.</summary>
    public static string Of(FieldKind kind, JsonElement value) => kind switch
    {
        FieldKind.Text or FieldKind.LongText when value.ValueKind == JsonValueKind.String => value.GetString()!,
        FieldKind.Lines when value.ValueKind == JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(item => item.ToString())),
        FieldKind.Choice or FieldKind.Integer or FieldKind.Number => value.GetRawText(),
        FieldKind.Boolean => value.ValueKind == JsonValueKind.True ? "true" : "false",
        _ => JsonSerializer.Serialize(value, Readable),
    };

    /// <summary>What a choice is called.</summary>
    public static string Label(JsonElement choice) => choice.ValueKind == JsonValueKind.String ? choice.GetString()! : choice.GetRawText();

    /// <summary>Reads what was typed. An empty field is not sent, so that the schema's default applies.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="value">The value, or null where nothing is sent.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(FormField field, string? text, out JsonElement? value)
    {
        value = null;
        if (string.IsNullOrEmpty(text) || (field.Kind is not (FieldKind.Text or FieldKind.LongText) && string.IsNullOrWhiteSpace(text)))
        {
            // An empty text is a text where it must be there and nothing else fills it in.
            value = field is { IsRequired: true, Kind: FieldKind.Text or FieldKind.LongText, Default: null } ? EngineJson.From("") : null;
            return null;
        }

        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.LongText:
                value = EngineJson.From(text);
                return null;
            case FieldKind.Lines:
                value = EngineJson.From(text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
                return null;
            case FieldKind.Integer when !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _):
                return "This must be a whole number, as 42.";
            case FieldKind.Number when !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                return "This must be a number, as 3.5.";
            default:
                return ReadJson(text, out value);
        }
    }

    private static string? ReadJson(string text, out JsonElement? value)
    {
        try
        {
            value = EngineJson.Parse(text.Trim().TrimStart('+'));
            return null;
        }
        catch (JsonException problem)
        {
            value = null;
            return $"This is not JSON: line {(problem.LineNumber ?? 0) + 1}, position {(problem.BytePositionInLine ?? 0) + 1}.";
        }
    }
}
