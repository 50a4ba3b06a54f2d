using System.Globalization;
using System.Text.Json.Nodes;

namespace HitlDashboard.Inbox;

/// <summary>A place in a JSON value, as <c>items[0].text</c>: reads and replaces what is there, never makes new places.</summary>
internal static class JsonPlace
{
    public static JsonNode? Read(JsonNode? root, string path)
    {
        var node = root;
        foreach (var step in Steps(path))
        {
            node = Step(node, step);
        }

        return node;
    }

    /// <summary>False where there is no such place.</summary>
    public static bool Replace(JsonNode? root, string path, JsonNode? value)
    {
        var steps = Steps(path);
        if (steps.Count == 0)
        {
            return false;
        }

        var parent = steps.Take(steps.Count - 1).Aggregate(root, Step);
        switch (parent, steps[^1])
        {
            case (JsonObject fields, string name) when fields.ContainsKey(name):
                fields[name] = value;
                return true;
            case (JsonArray elements, int index) when index < elements.Count:
                elements[index] = value;
                return true;
            default:
                return false;
        }
    }

    private static JsonNode? Step(JsonNode? node, object step) => (node, step) switch
    {
        (JsonObject fields, string name) => fields[name],
        (JsonArray elements, int index) when index < elements.Count => elements[index],
        _ => null,
    };

    private static List<object> Steps(string path)
    {
        var steps = new List<object>();
        foreach (var part in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            steps.Add(part.EndsWith(']') && int.TryParse(part[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : part);
        }

        return steps;
    }
}
