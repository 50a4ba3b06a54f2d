using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads <c>next</c>.</summary>
internal static class NextReader
{
    public static IReadOnlyList<NextDefinition> Read(MapReader workflow, ReadContext context)
    {
        var found = new List<NextDefinition>();
        foreach (var entry in Entries(workflow, "next", LinkFormat.Next, context))
        {
            var name = entry.Text("workflow") ?? "";
            WorkflowNames.Check(entry, "workflow", name);
            found.Add(new NextDefinition
            {
                Workflow = name,
                If = context.Condition(entry.Node("if"), entry.At("if"), Place.Output),
                Input = context.Template(entry.Node("input"), entry.At("input"), Place.Output),
            });
        }

        return found;
    }

    /// <summary>The maps of a list.</summary>
    public static IEnumerable<MapReader> Entries(MapReader workflow, string key, FormatObject format, ReadContext context)
    {
        if (workflow.Node(key) is not YamlList list)
        {
            yield break;
        }

        if (list.Items.Count > LinkFormat.MaxEntries)
        {
            workflow.Fail(key, $"found {list.Items.Count} entries, expected at most {LinkFormat.MaxEntries}.");
        }

        foreach (var (index, item) in list.Items.Index().Take(LinkFormat.MaxEntries))
        {
            if (item is YamlMap map)
            {
                yield return new MapReader(map, $"{key}[{index}]", format, context);
            }
        }
    }
}
