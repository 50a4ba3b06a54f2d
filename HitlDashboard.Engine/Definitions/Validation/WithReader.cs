using System.Globalization;
using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads <c>uses</c> and checks <c>with</c> against its kind. A text with <c>{{…}}</c> may become anything, so only its templates are checked.</summary>
internal static class WithReader
{
    private static readonly string[] Verbs = ["goto", "click", "fill", "waitFor", "extract", "screenshot"];

    /// <summary>Reports what is wrong with the kind; true where <c>with</c> can be checked against it.</summary>
    public static bool CheckKind(MapReader step)
    {
        if (step.Text("uses") is not { } uses || WithFormat.Kinds.ContainsKey(uses))
        {
            return step.Text("uses") is not null;
        }

        step.Fail("uses", NotBuiltYet.Kinds.Contains(uses)
            ? $"'{uses}' steps are not built yet in this version."
            : $"there is no kind of step '{uses}'{Nearest.Hint(uses, WithFormat.Kinds.Keys)}; expected one of {string.Join(", ", WithFormat.Kinds.Keys)}.");
        return false;
    }

    public static void Check(MapReader step, string uses, ReadContext context)
    {
        if (WithFormat.Kinds[uses] is not { } format)
        {
            return;
        }

        var map = step.Node("with") as YamlMap ?? new YamlMap(step.Map.Line, step.Map.Column, []);
        var with = new MapReader(WithoutTemplates(map), step.At("with"), format, context);
        CheckPairs(with, map, uses);
        CheckTexts(with, map, uses, context);
    }

    /// <summary>What is filled in later fits everywhere.</summary>
    private static YamlMap WithoutTemplates(YamlMap map) =>
        map with { Entries = [.. map.Entries.Select(entry => entry with { Value = Later(entry.Value) })] };

    private static YamlNode Later(YamlNode value) => value switch
    {
        YamlList list => list with { Items = [.. list.Items.Select(Later)] },
        _ when ShapeChecks.IsTemplate(value) => new YamlLater(value.Line, value.Column),
        _ => value,
    };

    /// <summary>Two keys of which exactly one must be there; null where the kind has none.</summary>
    public static (string First, string Second)? Either(string uses) => uses switch
    {
        "template" => ("template", "templateFile"),
        "delay" => ("for", "until"),
        _ => null,
    };

    private static void CheckPairs(MapReader with, YamlMap map, string uses)
    {
        if (Either(uses) is var (first, second) && map.Entry(first) is null == map.Entry(second) is null)
        {
            with.Fail(map.Entry(second) is null ? "" : second, $"expected exactly one of '{first}' and '{second}'.");
        }
        else if (uses == "template" && map.Entry("template") is not null && map.Entry("data") is not null)
        {
            with.Fail("data", "'data' has no effect with 'template', which reads input and steps directly; remove it or use templateFile.");
        }
    }

    private static void CheckActions(MapReader with, YamlMap map, ReadContext context)
    {
        var actions = (map.Entry("actions")?.Value as YamlList)?.Items ?? [];
        foreach (var (index, action) in actions.Index().Where(action => action.Item is YamlMap).Select(action => (action.Index, (YamlMap)action.Item)))
        {
            var reader = new MapReader(WithoutTemplates(action), $"{with.At("actions")}[{index}]", WithFormat.BrowserAction, context);
            var verbs = Verbs.Where(verb => action.Entry(verb) is not null).ToList();
            if (verbs.Count == 0 && action.Entries.Any(entry => WithFormat.BrowserAction.Key(entry.Key.Text) is null))
            {
                // A misspelt verb is one mistake, and told already.
                continue;
            }

            if (verbs.Count != 1)
            {
                reader.Fail(verbs.Count == 0 ? "" : verbs[1], $"expected exactly one of {string.Join(", ", Verbs)}.");
                continue;
            }

            foreach (var (key, needed, verb) in new[] { ("value", true, "fill"), ("as", true, "extract"), ("attribute", false, "extract") })
            {
                if (action.Entry(key) is null ? needed && verbs[0] == verb : verbs[0] != verb)
                {
                    reader.Fail(key, action.Entry(key) is null ? $"'{verb}' needs '{key}'." : $"'{key}' has no effect without '{verb}'; remove it.");
                }
            }
        }
    }

    private static void CheckTexts(MapReader with, YamlMap map, string uses, ReadContext context)
    {
        switch (uses)
        {
            case "browser":
                with.Duration("timeout");
                CheckActions(with, map, context);
                break;
            case "http":
                with.Duration("timeout");
                break;
            case "delay":
                with.Duration("for");
                if (with.Text("until") is { } until && !DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
                {
                    with.Fail("until", $"found '{until}', expected a moment as 2030-01-31T08:00:00Z.");
                }

                break;
            case "signal":
                WorkflowNames.CheckSignal(with, "name", with.Text("name") ?? "");
                with.Duration("timeout");
                context.Schema(with.Node("schema") as YamlMap, with.At("schema"));
                break;
            case "workflow":
                WorkflowNames.Check(with, "name", with.Text("name") ?? "");
                break;
            case "process" when map.Entry("command")?.Value is YamlList { Items.Count: 0 }:
                with.Fail("command", "found an empty list, expected the program and its arguments.");
                break;
            case "llm":
                context.Schema(with.Node("schema") as YamlMap, with.At("schema"));
                break;
            case "human":
                context.Schema(with.Node("form") as YamlMap, with.At("form"));
                break;
        }
    }
}
