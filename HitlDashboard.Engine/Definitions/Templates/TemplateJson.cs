using System.Text.Encodings.Web;
using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>How templates write and read JSON.</summary>
internal static class TemplateJson
{
    public const int MaxDepth = 256;

    /// <summary>Text stays readable: what it goes into is a text or JSON, never HTML.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>How deep a rendered value may nest: what is stored as an output is no deeper.</summary>
    public const int MaxRendered = 60;

    /// <summary>As <see cref="JsonSerializerOptions.Default"/>, for values that hold others.</summary>
    public static JsonSerializerOptions Nested { get; } = new() { MaxDepth = MaxDepth };

    public static JsonWriterOptions Rendered { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxRendered };

    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };
}
