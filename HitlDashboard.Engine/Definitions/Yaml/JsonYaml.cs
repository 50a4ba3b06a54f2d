using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Yaml;

/// <summary>JSON values as the nodes that the reader of files takes. A plan has no lines: everything stands in line 1.</summary>
internal static class JsonYaml
{
    private const int MaxDepth = 32;

    /// <summary>The value as a node, or null after an error.</summary>
    public static YamlNode? Read(JsonElement value, DefinitionErrors errors)
    {
        try
        {
            if (value.GetRawText().Length > WorkflowYaml.MaxBytes)
            {
                throw new YamlRefusal(1, 1, $"The plan is larger than {WorkflowYaml.MaxBytes} bytes.");
            }

            return Node(value, 1, "steps", errors);
        }
        catch (YamlRefusal refusal)
        {
            errors.Add(1, 1, "", refusal.Message);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json keeps lone surrogates and refuses to turn them into text.
            errors.Add(1, 1, "", "The plan holds text that is not valid Unicode.");
        }

        return null;
    }

    private static YamlNode Node(JsonElement value, int depth, string path, DefinitionErrors errors) => value.ValueKind switch
    {
        _ when depth > MaxDepth => throw new YamlRefusal(1, 1, $"Nested deeper than {MaxDepth} levels."),
        JsonValueKind.Array => new YamlList(1, 1, [.. value.EnumerateArray().Index().Select(item => Node(item.Item, depth + 1, $"{path}[{item.Index}]", errors))]),
        JsonValueKind.Object => Map(value, depth, path, errors),
        JsonValueKind.String => new YamlScalar(1, 1, value.GetString()!, IsPlain: false),
        JsonValueKind.Null => new YamlScalar(1, 1, "null", IsPlain: true),
        _ => new YamlScalar(1, 1, value.GetRawText(), IsPlain: true),
    };

    private static YamlMap Map(JsonElement value, int depth, string path, DefinitionErrors errors)
    {
        var entries = new List<YamlEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var at = $"{path}.{property.Name}";
            if (keys.Add(property.Name))
            {
                entries.Add(new YamlEntry(new YamlScalar(1, 1, property.Name, IsPlain: false), Node(property.Value, depth + 1, at, errors)));
            }
            else
            {
                errors.Add(1, 1, at, $"'{property.Name}' stands here twice; remove one.");
            }
        }

        return new YamlMap(1, 1, entries);
    }
}
