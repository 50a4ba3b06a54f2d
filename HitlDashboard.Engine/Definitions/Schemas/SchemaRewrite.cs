using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>
/// Checks a schema keyword by keyword and writes the one that the validator gets: nothing that it would silently ignore, no reference that would leave the schema,
/// and patterns and fixed values under names of our own, because it would match patterns with backtracking and compare values as text.
/// </summary>
internal sealed class SchemaRewrite(Utf8JsonWriter writer)
{
    private const int MaxSchemas = 5000;
    private const int MaxDepth = 40;

    private int _schemas;

    public void Write(JsonElement schema, string path, int depth)
    {
        if (++_schemas > MaxSchemas || depth > MaxDepth)
        {
            throw new SchemaRefusal(path, $"more than {MaxSchemas} schemas or nested deeper than {MaxDepth} levels.");
        }

        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(schema, path, depth);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                WriteFixed(schema.ValueKind == JsonValueKind.True);
                break;
            default:
                throw new SchemaRefusal(path, $"found {SchemaValues.Describe(schema)}, expected a schema, which is a map.");
        }
    }

    /// <summary>The library forgets what stands beside a reference, so that the reference moves into allOf.</summary>
    private void WriteObject(JsonElement schema, string path, int depth)
    {
        var isCrowded = schema.EnumerateObject().Skip(1).Any() && schema.TryGetProperty("$ref", out _);
        if (isCrowded && schema.TryGetProperty("allOf", out _))
        {
            throw new SchemaRefusal(path, "'$ref' beside 'allOf': move it into allOf.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject();
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!seen.Add(keyword.Name))
            {
                throw new SchemaRefusal(path, $"'{keyword.Name}' stands here twice.");
            }

            if (isCrowded && keyword.Name == "$ref")
            {
                writer.WriteStartArray("allOf");
                writer.WriteStartObject();
                Keyword(keyword.Name, keyword.Value, path, depth);
                writer.WriteEndObject();
                writer.WriteEndArray();
            }
            else
            {
                Keyword(keyword.Name, keyword.Value, path, depth);
            }
        }

        writer.WriteEndObject();
    }

    private void Keyword(string name, JsonElement value, string path, int depth)
    {
        var at = path.Length == 0 ? name : $"{path}.{name}";
        switch (name)
        {
            case "additionalProperties" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(name, value.GetBoolean());
                break;
            case "pattern":
                writer.WriteString(SchemaKeywords.OwnPattern, SchemaValues.Pattern(value, at));
                break;
            case "enum" or "const":
                Words(name, value, at);
                break;
            case "$ref":
                writer.WriteString(name, SchemaValues.Reference(value, at));
                break;
            case var _ when Array.IndexOf(SchemaKeywords.Schemas, name) >= 0:
                writer.WritePropertyName(name);
                Write(value, at, depth + 1);
                break;
            case var _ when Array.IndexOf(SchemaKeywords.SchemaLists, name) >= 0:
                List(name, value, at, depth);
                break;
            case var _ when Array.IndexOf(SchemaKeywords.SchemaMaps, name) >= 0:
                Map(name, value, at, depth);
                break;
            default:
                Plain(name, value, at);
                break;
        }
    }

    private void Plain(string name, JsonElement value, string at)
    {
        if (Array.IndexOf(SchemaKeywords.Notes, name) >= 0 || name.StartsWith("x-", StringComparison.Ordinal))
        {
            return;
        }

        var isCount = Array.IndexOf(SchemaKeywords.Counts, name) >= 0;
        if (!isCount && Array.IndexOf(SchemaKeywords.Numbers, name) < 0 && Array.IndexOf(SchemaKeywords.Others, name) < 0)
        {
            throw new SchemaRefusal(at, $"the keyword '{name}' is not checked here{Nearest.Hint(name, SchemaKeywords.All)}; remove it.");
        }

        SchemaValues.Check(name, value, at, isCount);
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    private void List(string name, JsonElement value, string at, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw new SchemaRefusal(at, $"found {SchemaValues.Describe(value)}, expected a list of schemas.");
        }

        writer.WriteStartArray(name);
        foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
        {
            Write(item, $"{at}[{i}]", depth + 1);
        }

        writer.WriteEndArray();
    }

    private void Map(string name, JsonElement value, string at, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SchemaRefusal(at, $"found {SchemaValues.Describe(value)}, expected schemas by name.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteStartObject(name == "$defs" ? "definitions" : name);
        foreach (var item in value.EnumerateObject())
        {
            if (!seen.Add(item.Name))
            {
                throw new SchemaRefusal(at, $"'{item.Name}' stands here twice.");
            }

            writer.WritePropertyName(item.Name);
            Write(item.Value, $"{at}.{item.Name}", depth + 1);
        }

        writer.WriteEndObject();
    }

    private void Words(string name, JsonElement value, string at)
    {
        if (name == "enum" && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0))
        {
            throw new SchemaRefusal(at, $"found {SchemaValues.Describe(value)}, expected a list of values.");
        }

        writer.WritePropertyName(SchemaKeywords.OwnWords);
        if (name == "enum")
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteStartArray();
            value.WriteTo(writer);
            writer.WriteEndArray();
        }
    }

    private void WriteFixed(bool takesAll)
    {
        writer.WriteStartObject();
        if (!takesAll)
        {
            writer.WriteStartObject("not");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
