using System.Text.Encodings.Web;
using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>How templates write and read JSON.</summary>
internal static class TemplateJson
{
    public const int MaxDepth = 256;

    /// <summary>Text stays readable: what it goes into is a text or JSON, never HTML.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };
}
