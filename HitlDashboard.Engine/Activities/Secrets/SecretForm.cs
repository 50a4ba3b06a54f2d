using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities.Secrets;

/// <summary>One way in which a secret may come back: as it is, or as programs and servers write it.</summary>
/// <param name="Text">What to look for.</param>
/// <param name="Reference">What stands in its place.</param>
internal sealed record SecretForm(string Text, string Reference)
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);

    public static IEnumerable<SecretForm> Of(string name, string value) => Texts(value)
        .Where(text => text.Length >= SecretStore.ShortestValue).Distinct(StringComparer.Ordinal)
        .Select(text => new SecretForm(text, SecretReference.Of(name)));

    private static IEnumerable<string> Texts(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var escaped = Uri.EscapeDataString(value);
        // Keys of several lines are often printed line by line.
        var lines = value.Split('\n', StringSplitOptions.TrimEntries);
        return
        [
            value, .. lines,
            JsonSerializer.Serialize(value)[1..^1], JsonSerializer.Serialize(value, Relaxed)[1..^1],
            escaped, LowerEscapes(escaped), WebUtility.UrlEncode(value), WebUtility.HtmlEncode(value),
            Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
            .. Enumerable.Range(0, 3).Select(offset => InBase64(bytes, offset)).SelectMany(text => new[] { text, text.Replace('+', '-').Replace('/', '_') }),
        ];
    }

    private static string LowerEscapes(string escaped)
    {
        var text = escaped.ToCharArray();
        for (var i = 0; i + 2 < text.Length; i++)
        {
            if (text[i] == '%')
            {
                (text[i + 1], text[i + 2]) = (char.ToLowerInvariant(text[i + 1]), char.ToLowerInvariant(text[i + 2]));
            }
        }

        return new string(text);
    }

    /// <summary>The digits that only depend on the secret where so many bytes stand before it in the same group of three, as a user's name does.</summary>
    private static string InBase64(byte[] bytes, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var first = ((offset * 8) + 5) / 6;
        return text[first..((bytes.Length + offset) * 8 / 6)];
    }
}
