using System.Buffers;
using System.Text.Json;
using HitlDashboard.Engine.Definitions.Templates;

namespace HitlDashboard.Engine.Activities.Secrets;

/// <summary>Takes every secret that the store ever gave out of what an activity returns. Costs nothing where there are none.</summary>
internal sealed class Redaction(SecretStore store)
{
    public string Of(string text)
    {
        foreach (var form in store.Forms)
        {
            text = text.Contains(form.Text, StringComparison.Ordinal) ? text.Replace(form.Text, form.Reference, StringComparison.Ordinal) : text;
        }

        return text;
    }

    public ActivityOutcome Of(ActivityOutcome outcome) => outcome switch
    {
        ActivityOutcome.Produced produced => produced with { Output = Of(produced.Output) },
        ActivityOutcome.Failed failed => failed with { Code = Of(failed.Code), Message = Of(failed.Message) },
        _ => outcome,
    };

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes)
    {
        foreach (var form in store.Forms.Where(form => bytes.Span.IndexOf(form.Bytes) >= 0))
        {
            bytes = Replaced(bytes.Span, form.Bytes, System.Text.Encoding.UTF8.GetBytes(form.Reference));
        }

        return bytes;
    }

    public JsonElement Of(JsonElement value)
    {
        if (!Holds(value))
        {
            return value;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.Writer))
        {
            Write(writer, value);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, TemplateJson.Reader);
        return JsonElement.ParseValue(ref reader);
    }

    private bool Holds(string text) => store.Forms.Any(form => text.Contains(form.Text, StringComparison.Ordinal));

    private bool Holds(JsonElement value) => store.Forms.Count > 0 && value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(property => Holds(property.Name) || Holds(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(Holds),
        JsonValueKind.String => Holds(value.GetString()!),
        JsonValueKind.Number => Holds(value.GetRawText()),
        _ => false,
    };

    private void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject())
                {
                    writer.WritePropertyName(Of(property.Name));
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Of(value.GetString()!));
                break;
            case JsonValueKind.Number when Holds(value.GetRawText()):
                writer.WriteStringValue(Of(value.GetRawText()));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static byte[] Replaced(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> what, ReadOnlySpan<byte> with)
    {
        var result = new ArrayBufferWriter<byte>(bytes.Length);
        for (int at; (at = bytes.IndexOf(what)) >= 0; bytes = bytes[(at + what.Length)..])
        {
            result.Write(bytes[..at]);
            result.Write(with);
        }

        result.Write(bytes);
        return result.WrittenSpan.ToArray();
    }
}
