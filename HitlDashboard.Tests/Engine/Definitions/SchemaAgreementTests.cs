using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Definitions.Yaml;
using HitlDashboard.Tests.Shape;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>
/// What an editor says by <c>schemas/workflow.json</c> is what the reader says: every file of ours is fine for both, and of every way to spoil one either both
/// complain or neither does. Seen to fail without the patterns and with a key that only the reader knows.
/// </summary>
public sealed partial class SchemaAgreementTests(ITestOutputHelper output)
{
    private static readonly JsonElement Schema = JsonSerializer.SerializeToElement(WithoutIf(JsonNode.Parse(WorkflowSchema.Text)!));
    private static readonly string[] Whole = ["HitlDashboard.Tests/Fuzz/corpus/workflow/whole.in", "HitlDashboard.Tests/Fuzz/corpus/workflow/every-kind.in"];

    private static readonly string[] Values =
    [
        "null", "true", "5", "-1", "1.5", "100000", "\"\"", "\" \"", "\"Bad Name!\"", "\"soon\"", "\"5 minutes\"", "\"-1s\"", "\"90s\"", "\"50%\"", "\"@\"", "\"{{input.text}}\"", "\"{{input.text}} x\"", "[]", "[5]", "[\"\"]", "[{}]", "[\"{{input.text}}\"]", "{}", "{\"surelyUnknown\":1}",
    ];

    private static IReadOnlyList<string> Paths { get; } =
        [.. Directory.GetFiles(Path.Combine(SourceTree.Root, "workflows"), "*.yaml").Concat(Directory.GetFiles(Path.Combine(SourceTree.Root, "HitlDashboard.Tests", "Scenarios", "patterns"), "*.yaml"))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path)).Order(StringComparer.Ordinal), .. Whole];

    public static TheoryData<string> Files => [.. Paths];

    [Theory]
    [MemberData(nameof(Files))]
    public void Validate_EveryFileOfOurs_IsFine(string path) => Assert.Empty(JsonSchemas.Validate(Schema, JsonSerializer.SerializeToElement(Read(path))));

    [Fact]
    public void Validate_EveryWayToSpoilAFile_IsRefusedByBothOrNeither()
    {
        var (wrong, refused, taken) = (new List<string>(), 0, 0);
        foreach (var path in Whole)
        {
            foreach (var (what, text) in Spoilt(Read(path)))
            {
                var errors = WorkflowYaml.Read(text, "spoilt.yaml").Errors;
                var violations = JsonSchemas.Validate(Schema, Scopes.Json(text));
                (refused, taken) = violations.Count > 0 ? (refused + 1, taken) : (refused, taken + 1);
                if (violations.Count > 0 && errors.Count == 0)
                {
                    wrong.Add($"{path}: {what}: only the schema refuses it: {violations[0].Path}: {violations[0].Message}");
                }
                else if (violations.Count == 0 && errors.FirstOrDefault(error => !OnlyForTheReader().IsMatch(error.Message)) is { } error)
                {
                    wrong.Add($"{path}: {what}: only the reader refuses it: {error.Path}: {error.Message}");
                }
            }
        }

        output.WriteLine($"{refused} refused by both, {taken} taken by the schema");
        Findings.None(wrong.GroupBy(one => one[(one.IndexOf("only", StringComparison.Ordinal))..]).Select(group => $"{group.Count()}x {group.First()}").Take(70));
        Assert.True(refused > 1000 && taken > 300, "Too little was spoilt, or everything was.");
    }

    /// <summary>What a schema can't say: what other steps there are, whether an expression can be read, which keys make sense together, and what the machine knows.</summary>
    [GeneratedRegex("no step|has a value only|names nothing|is not final when|circle|upstream|stands here twice|before it|can't be read|exactly one path|expected a path|no effect|exclude each other|^'[^']+' needs '|expected at most as many|not a JSON Schema|at most 3650d|expected a moment|no time zone|names no day|'timeout' limits|undo can only|is never allowed|worthless|does not allow it|from 0% to 100%|before due|slots of|exactly one of|answer a form", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OnlyForTheReader();

    /// <summary>Each value replaced, each key left out, an unknown key everywhere.</summary>
    private static IEnumerable<(string What, string Text)> Spoilt(JsonNode root)
    {
        foreach (var place in Places(root).ToList())
        {
            foreach (var value in Values)
            {
                yield return With(root, $"{place} = {value}", place, _ => JsonNode.Parse(value));
            }

            yield return With(root, $"{place} without", place, null);
            yield return With(root, $"{place} with an unknown key", place, node => node is JsonObject map ? new JsonObject([.. map.DeepClone().AsObject().Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())), KeyValuePair.Create("surelyUnknown", (JsonNode?)1)]) : node);
        }
    }

    /// <summary>Every place except in what is free: schemas, values, templates' data.</summary>
    private static IEnumerable<string> Places(JsonNode? node, string at = "")
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    foreach (var place in Places(value, $"{at}/{key}").Prepend($"{at}/{key}"))
                    {
                        yield return place;
                    }
                }

                break;
            case JsonArray list:
                for (var index = 0; index < list.Count; index++)
                {
                    foreach (var place in Places(list[index], $"{at}/{index}").Prepend($"{at}/{index}"))
                    {
                        yield return place;
                    }
                }

                break;
        }
    }

    private static (string What, string Text) With(JsonNode root, string what, string place, Func<JsonNode?, JsonNode?>? change)
    {
        var copy = root.DeepClone();
        var parts = place.Split('/')[1..];
        var parent = parts[..^1].Aggregate(copy, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);
        if (parent is JsonArray items)
        {
            var index = int.Parse(parts[^1]);
            var old = items[index];
            items.RemoveAt(index);
            if (change is not null)
            {
                items.Insert(index, change(old));
            }
        }
        else
        {
            var map = parent.AsObject();
            var old = map[parts[^1]];
            map.Remove(parts[^1]);
            if (change is not null)
            {
                map[parts[^1]] = change(old);
            }
        }

        return (what, copy.ToJsonString());
    }

    private static JsonNode Read(string path)
    {
        var errors = new DefinitionErrors(path);
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, path)).Replace("!!str ", "", StringComparison.Ordinal);
        return JsonNode.Parse(YamlJson.ToElement(YamlTree.Read(text, errors)!).GetRawText())!;
    }

    /// <summary>The engine's own evaluator knows no <c>if</c>: "then" is "not if, or then".</summary>
    private static JsonNode WithoutIf(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map when map["if"] is { } condition && map["then"] is { } then:
                return new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["not"] = WithoutIf(condition) }, WithoutIf(then)) };
            case JsonObject map:
                return new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value is null ? null : WithoutIf(pair.Value))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : WithoutIf(item))]);
            default:
                return node.DeepClone();
        }
    }
}
