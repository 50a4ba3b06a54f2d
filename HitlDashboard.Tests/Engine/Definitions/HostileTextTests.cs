using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Whatever the text, readers answer with a result or their own exception. FsCheck prints the seed of a failure.</summary>
public sealed class HostileTextTests
{
    private static readonly ValueScope Scope = Scopes.Of("""{"input":{"a":[1,"x",null],"b":{"c":2}},"now":"2030-01-01T00:00:00Z","steps":{"a":{"output":{"x":1},"state":"Failed"}}}""");

    private static readonly string[] YamlPieces =
    [
        "name: a\n", "steps:\n", "  - id: a\n", "    uses: set\n", "    with: { a: \"{{input.x}}\" }\n", "    needs: [a, b]\n", "    review: { edit: [x] }\n", "    if: failed(a)\n",
        "    foreach: '{{input.a}}'\n", "\n", " ", "- ", ": ", "[", "]", "{", "}", ",", "\"", "'", "&a ", "*a", "!x ", "? ", "| \n", "> \n", "---\n", "...\n", "#", "%", "\t", "~", "null", "1e9", "\u0000", "\uD800", "é",
        "    output: { schema: { $ref: '#' } }\n", "    retry: { attempts: 0x1F, on: [] }\n", "    tolerate: %\n", "    join: -1\n", "<<: *a\n",
    ];

    private static readonly string[] ExpressionPieces =
    [
        "input.a", "steps.a.output.x", "input.b.c", "missing.path", "1", "-2.5", "'x'", "\"y\"", "true", "null", "==", "!=", "<", ">=", "&&", "||", "!", "(", ")", "[", "]", ",", " ", " in ", "contains(", "matches(",
        "length(", "failed(a)", "always()", "hours_since(now)", "not_empty:", "equals:", ".", "\\", "'", "\"", "{{", "}}", "{{#if ", "{{#each ", "{{#when \"", "{{else}}", "{{/if}}", "{{/each}}", "{{/when}}", "this", "@index", "json ", "default ", "truncate ", "~", "\\{{", "{{!--", "--}}", "\uD800",
    ];

    [Fact]
    public void Read_AnyPieces_NeverThrows() =>
        ForAll(YamlPieces, "", text => WorkflowYaml.Read(text, "f").Errors.Count > 0 || WorkflowYaml.Read(text, "f").Definition is not null);

    [Fact]
    public void Read_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text => WorkflowYaml.Read(text ?? "", "f").Errors.Count > 0).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_DamagedFile_NeverThrows()
    {
        var file = string.Concat(YamlPieces.Take(9)) + "    review: { title: x, due: 4h, show: { kind: json }, edit: [a.b] }\n  - { id: b, uses: http, with: { url: x, expect: [200] } }\n";
        var damage = Gen.Choose(0, file.Length - 1).SelectMany(at => Gen.Choose(0, 12).SelectMany(length => Gen.Elements(YamlPieces).Select(piece => (at, length, piece))));
        Prop.ForAll(damage.ToArbitrary(), d => WorkflowYaml.Read(file[..d.at] + d.piece + file[Math.Min(file.Length, d.at + d.length)..], "f") is not null).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Condition_AnyPieces_ThrowsItsOwnExceptionOnly() => ForAll(ExpressionPieces, " ", text =>
    {
        try
        {
            Condition.Parse(text).Evaluate(Scope);
        }
        catch (ConditionException exception)
        {
            return exception.Message.Length > 0;
        }

        return true;
    });

    [Fact]
    public void Template_AnyPieces_ThrowsItsOwnExceptionOnly() => ForAll(ExpressionPieces, "", text =>
    {
        try
        {
            var template = ValueTemplate.Compile(JsonSerializer.SerializeToElement(text));
            template.RenderText(Scope);
            template.Render(Scope);
        }
        catch (TemplateException exception)
        {
            return exception.Message.Length > 0;
        }

        return true;
    });

    [Fact]
    public void Schema_AnyPieces_NeverThrows()
    {
        string[] pieces =
        [
            "\"type\":\"string\"", "\"type\":[\"null\",\"object\"]", "\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}}", "\"items\":{\"type\":\"integer\"}", "\"$defs\":{\"x\":{\"minLength\":1}}", "\"$ref\":\"#/$defs/x\"", "\"$ref\":\"#\"",
            "\"allOf\":[{\"$ref\":\"#/$defs/x\"}]", "\"anyOf\":[true,false]", "\"not\":{}", "\"enum\":[1,\"a\"]", "\"pattern\":\"^a\"", "\"minimum\":1e400", "\"maxItems\":1", "\"required\":[\"a\"]", "\"additionalProperties\":false", "\"default\":{}", "\"format\":\"date-time\"", "\"uniqueItems\":true",
        ];
        string[] values = ["1", "\"a\"", "null", "{}", "{\"a\":\"\"}", "[1,1]", "true", "1e400", "{\"a\":{\"a\":1}}"];
        var schema = Gen.Elements(pieces).ListOf().Select(list => "{" + string.Join(",", list.Distinct()) + "}");
        var pairs = schema.SelectMany(text => Gen.Elements(values).Select(value => (text, value)));
        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            var violations = JsonSchemas.Validate(Scopes.Json(pair.text), Scopes.Json(pair.value));
            JsonSchemas.WithDefaults(Scopes.Json(pair.text), Scopes.Json(pair.value));
            return JsonSchemas.Check(Scopes.Json(pair.text)) is null || violations.Count == 1;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Theory]
    [InlineData("[", 1_000_000)]
    [InlineData("{a: ", 250_000)]
    [InlineData("- ", 500_000)]
    [InlineData("? ", 500_000)]
    [InlineData("a:\n", 340_000)]
    [InlineData("- {a: [b, {c: d}]}\n", 50_000)]
    [InlineData("!", 1_000_000)]
    [InlineData("\"", 1_000_000)]
    [InlineData("%YAML 1.1\n", 100_000)]
    [InlineData("\t", 1_000_000)]
    [InlineData("x", 1_048_577)]
    public void Read_Bomb_IsRefusedQuickly(string piece, int times) => IsRefusedQuickly(string.Concat(Enumerable.Repeat(piece, times)));

    [Fact]
    public void Read_ExpandingAliases_AreRefusedQuickly()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        IsRefusedQuickly("a0: &a0 x\n" + string.Join('\n', lines));
    }

    [Theory]
    [InlineData("{{#if a}}")]
    [InlineData("{{")]
    [InlineData("((((")]
    public void Read_TemplateBomb_IsRefusedQuickly(string piece) =>
        IsRefusedQuickly($"name: a\nsteps:\n  - id: a\n    uses: set\n    with: {{ a: \"{{{{ {string.Concat(Enumerable.Repeat(piece, 100_000))} }}}}\" }}\n");

    [Fact]
    public void Read_ThousandUnknownKeys_AreReportedQuickly() =>
        IsRefusedQuickly(string.Concat(Enumerable.Range(0, 80_000).Select(i => $"nam{i}: 1\n")));

    private static void IsRefusedQuickly(string text)
    {
        var clock = Stopwatch.StartNew();
        var errors = WorkflowYaml.Read(text, "bomb.yaml").Errors;
        Assert.NotEmpty(errors);
        Assert.True(errors.Count <= 1000);
        // It takes less than a second; a machine that does ten other things meanwhile gets more. A bomb that goes off takes hours.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
    }

    private static void ForAll(string[] pieces, string between, Func<string, bool> property) =>
        Prop.ForAll(Gen.Elements(pieces).ListOf().Select(list => string.Join(between, list)).ToArbitrary(), property)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(30));
}
