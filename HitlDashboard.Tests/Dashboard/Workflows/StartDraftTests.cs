using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Workflows;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Workflows;

public sealed class StartDraftTests
{
    private static readonly System.Text.Json.JsonElement Schema = EngineJson.Parse(
        """
        { "type": "object", "required": ["repository"], "properties": {
            "repository": { "type": "string", "default": "." }, "count": { "type": "integer" }, "tags": { "type": "array", "items": { "type": "string" } },
            "dry": { "type": "boolean" }, "more": { "type": "object" } } }
        """);

    [Fact]
    public void Compose_Untouched_HasTheDefaultsOnly() =>
        Assert.Equal("""{"repository":"."}""", new StartDraft(Schema).Compose()!.Value.GetRawText());

    [Fact]
    public void Compose_FilledIn_HasEveryType()
    {
        var draft = new StartDraft(Schema);
        Set(draft, "repository", "demo");
        Set(draft, "count", "3");
        Set(draft, "tags", "a\nb");
        Set(draft, "dry", "true");
        Set(draft, "more", """{"x":1}""");

        Assert.Equal("""{"repository":"demo","count":3,"tags":["a","b"],"dry":true,"more":{"x":1}}""", draft.Compose()!.Value.GetRawText());
    }

    [Fact]
    public void Compose_WrongField_SaysSoThereAndSendsNothing()
    {
        var draft = new StartDraft(Schema);
        Set(draft, "count", "many");

        Assert.Null(draft.Compose());
        Assert.Equal("This must be a whole number, as 42.", Assert.Single(draft.Problems(draft.Fields[1])));
        Set(draft, "count", "4");
        Assert.True(draft.IsChanged(draft.Fields[1]));
        draft.Compose();
        Assert.Empty(draft.Problems(draft.Fields[1]));
    }

    [Fact]
    public void Refuse_Violations_GoToTheirFields()
    {
        var draft = new StartDraft(Schema);

        draft.Refuse([new("tags[1]", "must be longer"), new("repository", "is missing"), new("unknown", "is not allowed"), new("", "has too many properties")]);

        Assert.Equal("[1]: must be longer", Assert.Single(draft.Problems(draft.Fields[2])));
        Assert.Equal("is missing", Assert.Single(draft.Problems(draft.Fields[0])));
        Assert.Equal(["unknown: is not allowed", "has too many properties"], draft.General);
    }

    [Fact]
    public void Like_EarlierInput_IsSentAgainAsItWas()
    {
        const string Earlier = """{"repository":"demo","count":3,"tags":["a"],"dry":false,"more":{"x":[1]},"hidden":"kept"}""";

        var again = new StartDraft(Schema, EngineJson.Parse(Earlier)).Compose();

        Assert.True(System.Text.Json.JsonElement.DeepEquals(EngineJson.Parse(Earlier), again!.Value));
    }

    [Fact]
    public void NoSchema_IsOneValueAsJson()
    {
        var draft = new StartDraft(null);

        Assert.Equal("{}", draft.Compose()!.Value.GetRawText());
        draft.Set(draft.Fields[0], "[1, 2]");
        Assert.Equal("[1, 2]", draft.Compose()!.Value.GetRawText());
        draft.Refuse([new SchemaViolation("a.b", "is wrong")]);
        Assert.Equal("a.b: is wrong", Assert.Single(draft.Problems(draft.Fields[0])));
        Assert.Empty(draft.General);
    }

    private static void Set(StartDraft draft, string field, string text) => draft.Set(draft.Fields.Single(it => it.Name == field), text);
}
