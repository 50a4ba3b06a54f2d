using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Yaml;

/// <summary>YAML values as JSON.</summary>
internal static class YamlJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With keys in file order.</summary>
    public static JsonElement ToElement(YamlNode node)
    {
        var reader = new Utf8JsonReader(Write(node, sorted: false));
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>SHA-256 of the JSON with sorted keys, so that comments, blanks, quotes and the order of keys make no new version.</summary>
    public static string Hash(YamlNode node) => Convert.ToHexStringLower(SHA256.HashData(Write(node, sorted: true)));

    private static ReadOnlySpan<byte> Write(YamlNode node, bool sorted)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, node, sorted);
        }

        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, bool sorted)
    {
        switch (node)
        {
            case YamlMap map:
                WriteMap(writer, map, sorted);
                break;
            case YamlList list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, sorted);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, (YamlScalar)node);
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, YamlMap map, bool sorted)
    {
        writer.WriteStartObject();
        foreach (var entry in sorted ? map.Entries.OrderBy(entry => entry.Key.Text, StringComparer.Ordinal) : map.Entries.AsEnumerable())
        {
            writer.WritePropertyName(entry.Key.Text);
            Write(writer, entry.Value, sorted);
        }

        writer.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalar scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(scalar.IsTrue);
                break;
            case ScalarKind.Number:
                writer.WriteRawValue(scalar.Text);
                break;
            default:
                writer.WriteStringValue(scalar.Text);
                break;
        }
    }
}
