using System.Diagnostics;
using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class ConditionTests
{
    private static readonly ValueScope Scope = Scopes.Of("""
        {
          "input": { "name": "Ada", "count": 3, "zero": 0, "tags": ["a", "b"], "empty": [], "none": null, "yes": true, "no": false, "text": "", "blank": " ", "id": 9007199254740993, "at": "2030-01-01T06:00:00Z" },
          "steps": {
            "draft": { "output": { "confidence": 0.9, "items": [{ "text": "one" }] }, "state": "Completed", "resolution": "Approved" },
            "bad": { "output": null, "state": "Failed", "resolution": "Error", "error": "no" },
            "refused": { "output": null, "state": "Failed", "resolution": "Rejected" }
          },
          "now": "2030-01-01T08:00:00Z"
        }
        """);

    [Theory]
    [InlineData("always_true", true)]
    [InlineData("always_false", false)]
    [InlineData("context.name", true)]
    [InlineData("context.missing", false)]
    [InlineData("context.zero", false)]
    [InlineData("context.text", false)]
    [InlineData("context.empty", false)]
    [InlineData("context.no", false)]
    [InlineData("not_empty:input.name", true)]
    [InlineData("not_empty:input.blank", false)]
    [InlineData("not_empty:input.zero", true)]
    [InlineData("not_empty:input.none", false)]
    [InlineData("not_empty:steps.gone.output.text", false)]
    [InlineData("equals:input.name,Ada", true)]
    [InlineData("equals: input.name , Ada ", true)]
    [InlineData("equals:input.count,3", true)]
    [InlineData("equals:input.count,3.0", true)]
    [InlineData("equals:input.count,x", false)]
    [InlineData("equals:input.yes,true", true)]
    [InlineData("equals:input.none,null", true)]
    [InlineData("equals:input.missing,x", false)]
    [InlineData("equals:input.name,a,b", false)]
    [InlineData("input.count == 3", true)]
    [InlineData("input.count != 3", false)]
    [InlineData("input.count >= 3 && input.count <= 3", true)]
    [InlineData("input.count < 3 || input.count > 2", true)]
    [InlineData("input.count == '3'", false)]
    [InlineData("input.count > -1e2", true)]
    [InlineData("input.id == 9007199254740992", false)]
    [InlineData("input.name == \"Ada\"", true)]
    [InlineData("input.name < 'B'", true)]
    [InlineData("!(steps.draft.output.confidence >= 0.95)", true)]
    [InlineData("!input.no && !!input.yes", true)]
    [InlineData("input.missing == null", true)]
    [InlineData("null != input.name", true)]
    [InlineData("input.missing != null", false)]
    [InlineData("input.none == null", true)]
    [InlineData("input.tags == input.tags", true)]
    [InlineData("input.missing", false)]
    [InlineData("!input.missing || input.missing > 3", true)]
    [InlineData("true || false && false", true)]
    [InlineData("(true || false) && false", false)]
    [InlineData("'a' in input.tags", true)]
    [InlineData("'d' in input.name", true)]
    [InlineData("input.name in ['Bob', 'Ada']", true)]
    [InlineData("3 in []", false)]
    [InlineData("'count' in input", true)]
    [InlineData("contains(input.tags, 'b')", true)]
    [InlineData("contains(input.name, 'x')", false)]
    [InlineData("matches(input.name, '^A.a$')", true)]
    [InlineData("matches(input.name, '\\d')", false)]
    [InlineData("length(input.tags) == 2", true)]
    [InlineData("length(input.name) == 3", true)]
    [InlineData("not_empty(input.tags)", true)]
    [InlineData("always()", true)]
    [InlineData("failed(bad)", true)]
    [InlineData("failed('draft')", false)]
    [InlineData("failed(gone)", false)]
    [InlineData("rejected(refused)", true)]
    [InlineData("rejected(bad)", false)]
    [InlineData("hours_since(input.at) == 2", true)]
    [InlineData("steps.draft.output.items[0].text == 'one'", true)]
    [InlineData("steps.draft.output.items.0.text == 'one'", true)]
    public void Evaluate_Table(string text, bool expected) => Assert.Equal(expected, Condition.Parse(text).Evaluate(Scope));

    [Theory]
    [InlineData("input.missing > 3", "input.missing")]
    [InlineData("input.missing == 3", "input.missing")]
    [InlineData("length(input.missing) == 0", "input.missing")]
    [InlineData("contains(input.missing, 'a')", "input.missing")]
    [InlineData("input.name > 3", "text with a number")]
    [InlineData("length(input.count) > 1", "a number")]
    [InlineData("matches(input.count, 'a')", "a number")]
    [InlineData("'a' in input.count", "a number")]
    [InlineData("hours_since(input.name) > 1", "text")]
    public void Evaluate_WrongValue_SaysWhich(string text, string part)
    {
        var exception = Assert.Throws<ConditionException>(() => Condition.Parse(text).Evaluate(Scope));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Position 1")]
    [InlineData("input.count >", "Position 14")]
    [InlineData("input.count = 3", "write ==")]
    [InlineData("a & b", "write &&")]
    [InlineData("a and b", "Position 3")]
    [InlineData("{{input.count}} > 3", "without {{ }}")]
    [InlineData("(a", "')'")]
    [InlineData("a b", "Position 3")]
    [InlineData("'open", "no closing")]
    [InlineData("a[0", "not closed")]
    [InlineData("a..b", "no path")]
    [InlineData("lenght(a) > 1", "did you mean 'length'")]
    [InlineData("contains(a)", "2 arguments")]
    [InlineData("matches(a, b)", "in quotes")]
    [InlineData("matches(a, '(?=x)')", "can't be used")]
    [InlineData("matches(a, '[')", "can't be used")]
    [InlineData("failed(a.b)", "id of a step")]
    [InlineData("12x > 1", "no number")]
    [InlineData("equals:input.name", "comma")]
    [InlineData("not_empty:", "no path")]
    [InlineData("[1] == [1]", "found '['")]
    public void Parse_Malformed_SaysWhereAndWhat(string text, string part)
    {
        var exception = Assert.Throws<ConditionException>(() => Condition.Parse(text));
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BeyondLimits_IsRefused()
    {
        Assert.Throws<ConditionException>(() => Condition.Parse(new string('(', 3999)));
        Assert.Throws<ConditionException>(() => Condition.Parse(new string('!', 3999) + "a"));
        Assert.Throws<ConditionException>(() => Condition.Parse(new string(' ', 4000) + "a"));
        Assert.Throws<ConditionException>(() => Condition.Parse(string.Join("&&", Enumerable.Repeat("a", 1200))));
        Assert.False(Condition.Parse(string.Join("&&", Enumerable.Repeat("a", 400))).Evaluate(Scope));
    }

    [Fact]
    public void Evaluate_HostilePattern_IsQuick()
    {
        var scope = Scopes.Of($$"""{"input":{"text":"{{new string('a', 100_000)}}!" } }""");
        var clock = Stopwatch.StartNew();
        Assert.False(Condition.Parse("matches(input.text, '^(a+)+$')").Evaluate(scope));
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), clock.Elapsed.ToString());
    }

    [Fact]
    public void Paths_OfACondition_AreWhatItReads()
    {
        var condition = Condition.Parse("steps.draft.output.x > 1 && failed(bad) || contains(input.tags, 'a')");
        Assert.Equal(["steps.draft.output.x", "input.tags"], condition.Paths);
        Assert.Equal(["input.name"], Condition.Parse("equals:input.name,x").Paths);
        Assert.True(condition.Handles("bad"));
        Assert.False(condition.Handles("draft"));
        Assert.True(Condition.Parse("always() && input.yes").Handles("draft"));
    }
}
