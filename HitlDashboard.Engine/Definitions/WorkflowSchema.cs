using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Definitions.Templates;
using HitlDashboard.Engine.Definitions.Validation;

namespace HitlDashboard.Engine.Definitions;

/// <summary>The format of workflow files as a JSON Schema, made from the keys that the reader knows. Editors complete and check files by it.</summary>
public static class WorkflowSchema
{
    private static readonly Lazy<string> Built = new(Build);

    /// <summary>The schema, indented, ending with a line break.</summary>
    public static string Text => Built.Value;

    private static string Build()
    {
        var schema = Of(WorkflowFormat.Workflow);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Workflow");
        return schema.ToJsonString(new JsonSerializerOptions(TemplateJson.Relaxed) { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static JsonObject Of(FormatObject format)
    {
        var properties = new JsonObject();
        foreach (var key in format.Keys)
        {
            properties[key.Name] = Of(key);
        }

        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (format.Keys.Any(key => key.Required))
        {
            schema["required"] = List(format.Keys.Where(key => key.Required).Select(key => key.Name));
        }

        schema["properties"] = properties;
        if (ReferenceEquals(format, WorkflowFormat.Step))
        {
            // A step has a kind or expands a plan.
            schema["required"] = List(["id"]);
            schema["oneOf"] = new JsonArray(new JsonObject { ["required"] = List(["uses"]) }, new JsonObject { ["required"] = List(["expand"]) });
            properties["uses"]!["enum"] = List(WithFormat.Kinds.Keys);
            schema["allOf"] = new JsonArray([.. WithFormat.Kinds.Where(kind => kind.Value is not null).Select(kind => (JsonNode)OfKind(kind.Key, kind.Value!))]);
        }

        return schema;
    }

    /// <summary>Which keys <c>with</c> takes where <c>uses</c> names this kind.</summary>
    private static JsonObject OfKind(string kind, FormatObject with) => new()
    {
        ["if"] = new JsonObject { ["properties"] = new JsonObject { ["uses"] = new JsonObject { ["const"] = kind } } },
        ["then"] = new JsonObject { ["properties"] = new JsonObject { ["with"] = WithTemplates(with) } },
    };

    /// <summary>In <c>with</c> any value may be a text that is filled in later.</summary>
    private static JsonObject WithTemplates(FormatObject with)
    {
        var schema = Of(with);
        foreach (var key in with.Keys.Where(key => key.Words.Count > 0 || !(key.Shapes.HasFlag(Shapes.Any) || key.Shapes.HasFlag(Shapes.Text))))
        {
            var exact = Of(key);
            exact.Remove("description");
            schema["properties"]![key.Name] = new JsonObject
            {
                ["description"] = key.About,
                ["anyOf"] = new JsonArray(exact, new JsonObject { ["type"] = "string", ["pattern"] = "\\{\\{" }),
            };
        }

        return schema;
    }

    private static JsonObject Of(FormatKey key)
    {
        if (key.Map is not null && key.Shapes != Shapes.Map)
        {
            // A word, or a map that says more.
            var word = Of(key with { Map = null, Shapes = key.Shapes & ~Shapes.Map });
            word.Remove("description");
            return new JsonObject { ["description"] = key.About, ["anyOf"] = new JsonArray(word, Of(key.Map)) };
        }

        var schema = key.Map is { } map ? Of(map) : new JsonObject();
        schema["description"] = key.About;
        if (!key.Shapes.HasFlag(Shapes.Any) && key.Map is null)
        {
            var types = Types(key.Shapes).ToList();
            schema["type"] = types.Count == 1 ? types[0] : List(types);
        }

        if (key.Words.Count > 0)
        {
            schema["enum"] = List(key.Words);
        }

        if (key.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
            schema["maximum"] = key.Maximum;
        }

        if (key.Items is { } items)
        {
            schema["items"] = Of(items);
        }

        return schema;
    }

    private static IEnumerable<string> Types(Shapes shapes) =>
        new (Shapes Shape, string Type)[] { (Shapes.Text, "string"), (Shapes.Number, "number"), (Shapes.YesNo, "boolean"), (Shapes.List, "array"), (Shapes.Map, "object") }
            .Where(pair => shapes.HasFlag(pair.Shape)).Select(pair => pair.Type);

    private static JsonArray List(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
