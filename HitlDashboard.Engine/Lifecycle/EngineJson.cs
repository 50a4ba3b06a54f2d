using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>How the engine writes its own records as JSON: camelCase, no nulls, closed choices as text.</summary>
public static class EngineJson
{
    // Far more than any value that is let in, so that whatever was written can be read.
    private const int MaxDepth = 256;

    /// <summary>The options. Enums keep their names as written in code.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = MaxDepth,
    };

    /// <summary>JSON null.</summary>
    public static JsonElement Null { get; } = Parse("null");

    /// <summary>An empty object.</summary>
    public static JsonElement Empty { get; } = Parse("{}");

    /// <summary>Reads a value that lives as long as its caller wants.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    /// <summary>Whether a value nests deeper than <see cref="PlanLimits.Depth"/>: such a one is refused wherever it comes in.</summary>
    public static bool IsTooDeep(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value);
        if (text.Length < 2 * PlanLimits.Depth)
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= PlanLimits.Depth)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Any record as a JSON value.</summary>
    public static JsonElement From<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    /// <summary>Any record as JSON text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a record that the engine wrote itself.</summary>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)
        ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
