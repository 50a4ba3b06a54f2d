using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Workflows;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Workflows;

public sealed class InputFormTests
{
    [Theory]
    [InlineData("""{ "type": "string" }""", FieldKind.Text)]
    [InlineData("""{ "type": ["string", "null"] }""", FieldKind.Text)]
    [InlineData("""{ "type": "string", "maxLength": 200 }""", FieldKind.Text)]
    [InlineData("""{ "type": "string", "maxLength": 201 }""", FieldKind.LongText)]
    [InlineData("""{ "type": "string", "format": "text" }""", FieldKind.LongText)]
    [InlineData("""{ "type": "integer" }""", FieldKind.Integer)]
    [InlineData("""{ "type": "number" }""", FieldKind.Number)]
    [InlineData("""{ "type": "boolean" }""", FieldKind.Boolean)]
    [InlineData("""{ "type": "string", "enum": ["a", "b"] }""", FieldKind.Choice)]
    [InlineData("""{ "enum": [1, 2] }""", FieldKind.Choice)]
    [InlineData("""{ "type": "array", "items": { "type": "string" } }""", FieldKind.Lines)]
    [InlineData("""{ "type": "array", "items": { "type": "integer" } }""", FieldKind.Json)]
    [InlineData("""{ "type": "object", "properties": {} }""", FieldKind.Json)]
    [InlineData("""{ "type": ["string", "integer"] }""", FieldKind.Json)]
    [InlineData("true", FieldKind.Json)]
    public void Of_Property_GetsTheFieldThatFits(string schema, FieldKind expected)
    {
        var fields = InputForm.Of(EngineJson.Parse($$"""{ "type": "object", "properties": { "it": {{schema}} } }"""));

        Assert.Equal(expected, Assert.Single(fields).Kind);
    }

    [Fact]
    public void Of_TitleDescriptionDefaultRequired_AreShown()
    {
        var field = Assert.Single(InputForm.Of(EngineJson.Parse(
            """{ "properties": { "since": { "type": "string", "title": "Since when", "description": "In git's words.", "default": "1 month ago" } }, "required": ["since"] }""")));

        Assert.Equal(("Since when", "In git's words.", true), (field.Title, field.Description, field.IsRequired));
        Assert.Equal("1 month ago", field.Default!.Value.GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("true")]
    [InlineData("""{ "type": "array" }""")]
    public void Of_NoProperties_IsOneJsonField(string? schema)
    {
        var field = Assert.Single(InputForm.Of(schema is null ? null : EngineJson.Parse(schema)));

        Assert.Equal((InputForm.WholeInput, FieldKind.Json), (field.Name, field.Kind));
    }

    [Theory]
    [InlineData(FieldKind.Text, "a\"b", "\"a\\u0022b\"")]
    [InlineData(FieldKind.Lines, "one\r\n\n two ", "[\"one\",\"two\"]")]
    [InlineData(FieldKind.Integer, "-12345678901234567890", "-12345678901234567890")]
    [InlineData(FieldKind.Integer, "+5", "5")]
    [InlineData(FieldKind.Number, "2.50", "2.50")]
    [InlineData(FieldKind.Boolean, "true", "true")]
    [InlineData(FieldKind.Json, "{\"a\":[1]}", "{\"a\":[1]}")]
    public void Read_Text_GivesTheValue(FieldKind kind, string text, string expected)
    {
        var problem = FieldText.Read(Field(kind), text, out var value);

        Assert.Null(problem);
        Assert.Equal(expected, value!.Value.GetRawText());
    }

    [Theory]
    [InlineData(FieldKind.Integer, "1.5")]
    [InlineData(FieldKind.Integer, "0x10")]
    [InlineData(FieldKind.Number, "1,5")]
    [InlineData(FieldKind.Json, "{a: 1}")]
    [InlineData(FieldKind.Number, "1e")]
    public void Read_Nonsense_SaysWhatIsExpected(FieldKind kind, string text)
    {
        var problem = FieldText.Read(Field(kind), text, out var value);

        Assert.StartsWith("This ", problem, StringComparison.Ordinal);
        Assert.Null(value);
    }

    [Theory]
    [InlineData(FieldKind.Text, false, "null")]
    [InlineData(FieldKind.Text, true, "\"\"")]
    [InlineData(FieldKind.Integer, true, "null")]
    [InlineData(FieldKind.Lines, false, "null")]
    public void Read_Empty_IsNotSentUnlessItMustBeThere(FieldKind kind, bool isRequired, string expected)
    {
        Assert.Null(FieldText.Read(Field(kind) with { IsRequired = isRequired }, "", out var value));

        Assert.Equal(expected, JsonSerializer.Serialize(value));
    }

    private static FormField Field(FieldKind kind) => new() { Name = "it", Title = "It", Kind = kind };
}
