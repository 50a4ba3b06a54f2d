using System.Text.Encodings.Web;
using System.Text.Json;

namespace HitlDashboard.Viewers;

/// <summary>A value as the text that people compare, edit and download.</summary>
internal static class ContentText
{
    // Relaxed: the text is always encoded again where it is shown.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 64 };

    /// <summary>A string as it is; anything else as indented JSON.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Undefined => "",
        _ => Json(value),
    };

    public static string Json(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "null" : JsonSerializer.Serialize(value, Indented);
}
