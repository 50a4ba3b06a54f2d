using System.Text;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Tests.Engine.Definitions;
using HitlDashboard.Viewers;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>Everything in the product that reads text from outside, and what is wrong with its answer: null where it keeps its promise. An exception is wrong too.</summary>
internal static class Readers
{
    private static readonly ValueScope Scope = Scopes.Of("""{"input":{"a":[1,"x",null],"b":{"c":2},"text":"x"},"now":"2030-01-01T00:00:00Z","steps":{"a":{"output":{"x":1},"state":"Failed"}}}""");

    public static IReadOnlyDictionary<string, Func<string, string?>> All { get; } = new Dictionary<string, Func<string, string?>>(StringComparer.Ordinal)
    {
        ["workflow"] = Workflow,
        ["condition"] = ReadCondition,
        ["template"] = Template,
        ["schema"] = Schema,
        ["words"] = Words,
        ["markdown"] = text => HarmlessMarkup.Problem(SafeMarkdown.Render(LineWindow.Of(text).Text).Value),
        ["html"] = text => HarmlessMarkup.FrameProblem(SandboxedHtml.Of(text)),
        ["diff"] = Diff,
    };

    /// <summary>As a file is read: whatever the bytes.</summary>
    public static string? Problem(string kind, byte[] bytes) => All[kind](Encoding.UTF8.GetString(bytes));

    private static string? Workflow(string text)
    {
        var read = WorkflowYaml.Read(text, "fuzz.yaml");
        if (read.Definition is { } definition)
        {
            return read.Errors.Count > 0 ? "It gave a definition and errors."
                : WorkflowYaml.Read(definition.Source, "again.yaml").Definition?.Hash != definition.Hash ? "Its source does not give it again."
                : null;
        }

        var lines = text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + text.Count(c => c is '\u0085' or '\u2028' or '\u2029') + 2;
        return read.Errors.Count is 0 or > 1000 ? $"It gave {read.Errors.Count} errors."
            : read.Errors.FirstOrDefault(error => error.Line < 1 || error.Line > lines || error.Column < 1 || string.IsNullOrWhiteSpace(error.Message)) is { } bad ? $"This error says nothing: {bad}"
            : null;
    }

    private static string? ReadCondition(string text)
    {
        try
        {
            Condition.Parse(text).Evaluate(Scope);
            return null;
        }
        catch (ConditionException exception)
        {
            return exception.Message.Length > 0 ? null : "The refusal says nothing.";
        }
    }

    private static string? Template(string text)
    {
        try
        {
            var template = ValueTemplate.Compile(JsonSerializer.SerializeToElement(text));
            template.RenderText(Scope);
            template.Render(Scope);
            return null;
        }
        catch (TemplateException exception)
        {
            return exception.Message.Length > 0 ? null : "The refusal says nothing.";
        }
    }

    private static string? Schema(string text)
    {
        JsonElement schema;
        try
        {
            schema = JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }

        var isUsable = JsonSchemas.Check(schema) is null;
        foreach (var value in new[] { "1", "\"a\"", "null", "{\"a\":{\"a\":1}}", "[1,1]", "{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"}" })
        {
            var violations = JsonSchemas.Validate(schema, Scopes.Json(value));
            JsonSchemas.WithDefaults(schema, Scopes.Json(value));
            if (!isUsable && violations.Count != 1)
            {
                return $"A schema that can't be used gave {violations.Count} violations.";
            }
        }

        return null;
    }

    /// <summary>The small languages inside: durations, paths, cron, business hours.</summary>
    private static string? Words(string text)
    {
        if (Durations.TryParse(text, out var duration) && (!Durations.TryParse(Durations.ToIso(duration), out var again) || again != duration))
        {
            return $"'{text}' is {duration}, and what is written for it is not.";
        }

        _ = ValuePath.TryParse(text, out _);
        BusinessHours.Read(text);
        CronSchedule.FindZone(text);
        try
        {
            CronSchedule.Parse(text, TimeZoneInfo.Utc).After(DateTimeOffset.UnixEpoch);
        }
        catch (FormatException exception)
        {
            return exception.Message.Length > 0 ? null : "The refusal says nothing.";
        }

        return null;
    }

    private static string? Diff(string text)
    {
        if (UnifiedDiff.Parse(LineWindow.Of(text).Lines).Count == 0)
        {
            return "Nothing is shown.";
        }

        var (before, after) = (text[..(text.Length / 2)], text[(text.Length / 2)..]);
        return TextDiff.Of(before, after) is { IsSame: true } && before != after && before.ReplaceLineEndings() != after.ReplaceLineEndings() ? "A difference is not shown." : null;
    }
}
