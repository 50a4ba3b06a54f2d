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

    private static JsonObject Of(FormatObject format, bool isWith = false)
    {
        var properties = new JsonObject();
        foreach (var key in format.Keys)
        {
            properties[key.Name] = isWith ? InWith(key) : Of(key);
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

        if (ReferenceEquals(format, WorkflowFormat.Workflow))
        {
            properties["resources"]!["additionalProperties"] = new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 1000 };
        }

        return schema;
    }

    /// <summary>Which keys <c>with</c> takes where <c>uses</c> names this kind, and that it must be there where it must hold something.</summary>
    private static JsonObject OfKind(string kind, FormatObject with)
    {
        var schema = Of(with, isWith: true);
        if (WithReader.Either(kind) is var (first, second))
        {
            schema["oneOf"] = new JsonArray(new JsonObject { ["required"] = List([first]) }, new JsonObject { ["required"] = List([second]) });
        }

        var then = new JsonObject { ["properties"] = new JsonObject { ["with"] = schema } };
        if (schema.ContainsKey("required") || schema.ContainsKey("oneOf"))
        {
            then["required"] = List(["with"]);
        }

        return new JsonObject
        {
            ["if"] = new JsonObject { ["required"] = List(["uses"]), ["properties"] = new JsonObject { ["uses"] = new JsonObject { ["const"] = kind } } },
            ["then"] = then,
        };
    }

    /// <summary>In <c>with</c> any value may be a text that is filled in later.</summary>
    private static JsonObject InWith(FormatKey key)
    {
        var exact = Of(key, isWith: true);
        var isOpen = key.Words.Count == 0 && key.Pattern is null && (key.Shapes.HasFlag(Shapes.Any) || key.Shapes.HasFlag(Shapes.Text));
        if (isOpen)
        {
            return exact;
        }

        exact.Remove("description");
        return new JsonObject
        {
            ["description"] = key.About,
            ["anyOf"] = new JsonArray(exact, new JsonObject { ["type"] = "string", ["pattern"] = "\\{\\{" }),
        };
    }

    private static JsonObject Of(FormatKey key, bool isWith = false)
    {
        if (key.Map is not null && key.Shapes != Shapes.Map)
        {
            // A word, or a map that says more.
            var word = Of(key with { Map = null, Shapes = key.Shapes & ~Shapes.Map }, isWith);
            word.Remove("description");
            return new JsonObject { ["description"] = key.About, ["anyOf"] = new JsonArray(word, Of(key.Map, isWith)) };
        }

        var schema = key.Map is { } map ? Of(map, isWith) : new JsonObject();
        schema["description"] = key.About;
        if (!key.Shapes.HasFlag(Shapes.Any) && key.Map is null)
        {
            var types = Types(key).ToList();
            schema["type"] = types.Count == 1 ? types[0] : List(types);
        }

        if (key.Words.Count > 0)
        {
            schema["enum"] = List(key.Words);
        }

        AddText(schema, key, isWith);
        AddRange(schema, key);
        if (key.Items is { } items)
        {
            schema["items"] = isWith ? InWith(items) : Of(items);
        }

        return schema;
    }

    private static void AddText(JsonObject schema, FormatKey key, bool isWith)
    {
        if (key.Words.Count > 0)
        {
            return;
        }

        if ((key.Pattern ?? (key.Required && (key.Shapes.HasFlag(Shapes.Text) || key.Shapes.HasFlag(Shapes.Any)) ? FormatPatterns.Something : null)) is { } pattern)
        {
            schema["pattern"] = pattern;
        }

        if (!isWith && key.Shapes.HasFlag(Shapes.Text) && !key.TakesTemplates && key.Pattern is null or FormatPatterns.Target)
        {
            // Braces that nobody fills in would be shown as they are.
            schema["not"] = new JsonObject { ["type"] = "string", ["pattern"] = "\\{\\{" };
        }
    }

    private static void AddRange(JsonObject schema, FormatKey key)
    {
        if (key.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
            schema["maximum"] = key.Maximum;
        }

        if (key.MinItems > 0)
        {
            schema["minItems"] = key.MinItems;
        }

        if (key.MaxItems is { } most)
        {
            schema["maxItems"] = most;
        }
    }

    private static IEnumerable<string> Types(FormatKey key) =>
        new (Shapes Shape, string Type)[] { (Shapes.Text, "string"), (Shapes.Number, key.IsFraction || key.Minimum is null ? "number" : "integer"), (Shapes.YesNo, "boolean"), (Shapes.List, "array"), (Shapes.Map, "object") }
            .Where(pair => key.Shapes.HasFlag(pair.Shape)).Select(pair => pair.Type);

    private static JsonArray List(IEnumerable<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}
