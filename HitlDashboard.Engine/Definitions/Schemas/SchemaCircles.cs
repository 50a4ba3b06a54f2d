using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>Finds references that lead back to the same value without going into a property or an element, which no validator could end, or over too many stations.</summary>
internal sealed class SchemaCircles(JsonElement root)
{
    private const int MaxStations = 24;

    private readonly Dictionary<string, int> _stations = new(StringComparer.Ordinal);

    public void Check() => Visit(root, "", 0);

    private void Visit(JsonElement schema, string path, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (Stations(schema, path) > MaxStations)
        {
            throw new SchemaRefusal(path, $"more than {MaxStations} schemas are stacked on one value.");
        }

        foreach (var keyword in schema.EnumerateObject().Where(keyword => keyword.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            var inner = keyword.Name switch
            {
                _ when Array.IndexOf(SchemaKeywords.Schemas, keyword.Name) >= 0 => [keyword.Value],
                _ when Array.IndexOf(SchemaKeywords.SchemaLists, keyword.Name) >= 0 => keyword.Value.EnumerateArray(),
                _ when Array.IndexOf(SchemaKeywords.SchemaMaps, keyword.Name) >= 0 => keyword.Value.EnumerateObject().Select(property => property.Value),
                _ => (IEnumerable<JsonElement>)[],
            };
            foreach (var item in inner)
            {
                Visit(item, path, depth + 1);
            }
        }
    }

    /// <summary>How many schemas look at one value at most, this one counted.</summary>
    private int Stations(JsonElement schema, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return 1;
        }

        var below = 0;
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name == "$ref")
            {
                below = Math.Max(below, Target(keyword.Value.GetString()!));
            }
            else if (keyword.Name == "not")
            {
                below = Math.Max(below, Stations(keyword.Value, path));
            }
            else if (Array.IndexOf(SchemaKeywords.SchemaLists, keyword.Name) >= 0)
            {
                below = keyword.Value.EnumerateArray().Aggregate(below, (most, item) => Math.Max(most, Stations(item, path)));
            }
        }

        return 1 + below;
    }

    private int Target(string reference)
    {
        if (_stations.TryGetValue(reference, out var known))
        {
            return known >= 0 ? known : throw new SchemaRefusal("", $"'{reference}' leads back to itself.");
        }

        if (_stations.Count > 1000)
        {
            throw new SchemaRefusal("", "more than 1000 definitions are referred to.");
        }

        _stations[reference] = -1;
        return _stations[reference] = Stations(Find(reference), reference);
    }

    private JsonElement Find(string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        var name = reference["#/definitions/".Length..];
        return root.TryGetProperty("definitions", out var definitions) && definitions.TryGetProperty(name, out var found)
            ? found
            : throw new SchemaRefusal("", $"'$defs' has no '{name}'.");
    }
}
