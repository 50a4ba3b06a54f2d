using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>Fills in the <c>default</c>s of properties that are missing. A default itself stays as it is written.</summary>
internal sealed class SchemaDefaults(JsonElement root, Utf8JsonWriter writer)
{
    public void Write(JsonElement schema, JsonElement value)
    {
        var target = Follow(schema);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(Part(target, "properties"), value);
                break;
            case JsonValueKind.Array when Part(target, "items") is { ValueKind: JsonValueKind.Object } items:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(items, item);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private void WriteObject(JsonElement properties, JsonElement value)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            writer.WritePropertyName(property.Name);
            Write(Part(properties, property.Name), property.Value);
        }

        foreach (var (name, schema) in properties.ValueKind == JsonValueKind.Object ? properties.EnumerateObject().Select(p => (p.Name, p.Value)) : [])
        {
            if (!value.TryGetProperty(name, out _) && Part(Follow(schema), "default") is { ValueKind: not JsonValueKind.Undefined } fallback)
            {
                writer.WritePropertyName(name);
                fallback.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>Where a reference leads, within a few stations.</summary>
    private JsonElement Follow(JsonElement schema)
    {
        for (var stations = 0; stations < 24 && Part(schema, "$ref") is { ValueKind: JsonValueKind.String } reference; stations++)
        {
            var name = reference.GetString()!.Split('/')[^1];
            schema = name == "#" ? root : Part(Part(root, "$defs"), name) is { ValueKind: JsonValueKind.Object } found ? found : Part(Part(root, "definitions"), name);
        }

        return schema;
    }

    private static JsonElement Part(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var part) ? part : default;
}
