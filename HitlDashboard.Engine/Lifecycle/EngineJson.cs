using System.Text.Json;
using System.Text.Json.Serialization;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>How the engine writes its own records as JSON: camelCase, no nulls, closed choices as text.</summary>
public static class EngineJson
{
    /// <summary>The options. Enums keep their names as written in code.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = 64,
    };

    /// <summary>JSON null.</summary>
    public static JsonElement Null { get; } = Parse("null");

    /// <summary>An empty object.</summary>
    public static JsonElement Empty { get; } = Parse("{}");

    /// <summary>Reads a value that lives as long as its caller wants.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Any record as a JSON value.</summary>
    public static JsonElement From<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    /// <summary>Any record as JSON text.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a record that the engine wrote itself.</summary>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)
        ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
