using System.Text;
using System.Text.Json.Nodes;

namespace HitlDashboard.Engine.Activities;

/// <summary>Reads a response's body up to a limit.</summary>
internal static class HttpBody
{
    /// <summary>The bytes after decompression, or null where there are more than the limit.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var kept = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (kept.Length + count > limit)
            {
                return null;
            }

            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }

    /// <summary>JSON where the media type says so, otherwise text; null where it is empty.</summary>
    /// <exception cref="System.Text.Json.JsonException">The media type says JSON, the body does not.</exception>
    public static JsonNode? Decode(HttpContent content, byte[] bytes)
    {
        var text = Charset(content).GetString(bytes).TrimStart('\uFEFF');
        var mediaType = content.Headers.ContentType?.MediaType ?? "";
        var isJson = mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
        return text.Length == 0 ? null : isJson ? ActivityJson.Parse(text) : JsonValue.Create(text);
    }

    private static Encoding Charset(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
