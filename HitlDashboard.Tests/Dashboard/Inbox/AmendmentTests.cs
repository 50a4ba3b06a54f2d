using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class AmendmentTests
{
    [Fact]
    public void Of_OneTextPath_EditsThatTextAlone()
    {
        var amendment = Of("""{"text":"old","other":1}""", ["text"]);

        Assert.Equal((AmendEditor.Text, "old"), (amendment.Editor, amendment.Original));
        Assert.Equal("""{"text":"new","other":1}""", amendment.Compose("new").Output!.Value.GetRawText());
    }

    [Fact]
    public void Of_DeepTextPath_IsFound() =>
        Assert.Equal("""{"items":[{"text":"a"},{"text":"new"}]}""", Of("""{"items":[{"text":"a"},{"text":"b"}]}""", ["items[1].text"]).Compose("new").Output!.Value.GetRawText());

    [Fact]
    public void Of_PlainText_IsEditedAsText() => Assert.Equal(AmendEditor.Text, Of("\"plain\"", []).Editor);

    [Fact]
    public void Of_SeveralPlainPaths_AsksForEach()
    {
        var amendment = Of("""{"verdict":"accept","note":"","fixed":true,"other":1}""", ["verdict", "note"]);

        Assert.Equal(["verdict", "note"], amendment.Fields.Select(field => field.Name));
        Assert.Equal("""{"verdict":"update","note":"","fixed":true,"other":1}""", amendment.Compose("""{"verdict":"update"}""").Output!.Value.GetRawText());
    }

    [Theory]
    [InlineData("a.b", "c")]
    [InlineData("a", "c")]
    public void Of_PathsThatFieldsCannotAsk_EditsTheWholeValueAsJson(params string[] paths) =>
        Assert.Equal(AmendEditor.Json, Of("""{"a":{"b":1},"c":"y"}""", paths).Editor);

    [Theory]
    [InlineData("old")]
    public void Compose_NoChange_SuggestsToApprove(string text) =>
        Assert.StartsWith("No changes: approve instead?", Of("""{"text":"old"}""", ["text"]).Compose(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void Compose_BrokenJson_SaysWhere() =>
        Assert.Equal("This is not JSON: line 2, position 3.", Of("""{"a":1}""", []).Compose("{\n  x}").Problem);

    [Fact]
    public void Compose_TextWithCarriageReturns_KeepsThem()
    {
        var subjected = JsonSerializer.Serialize(new { text = "one\r\ntwo" });

        Assert.StartsWith("No changes", Of(subjected, ["text"]).Compose("one\ntwo").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Form_AsksForEveryField()
    {
        var amendment = Form();

        Assert.Equal(AmendEditor.Form, amendment.Editor);
        Assert.Equal([FieldKind.Line, FieldKind.Lines, FieldKind.Number, FieldKind.Switch, FieldKind.Choice], amendment.Fields.Select(field => field.Kind));
        Assert.True(amendment.Fields[0].IsRequired);
        Assert.Equal("3", amendment.Fields[2].Text);
    }

    [Fact]
    public void Compose_Form_SetsAndRemovesFields() =>
        Assert.Equal("""{"name":"x","fast":true}""", Form().Compose("""{"name":"x","fast":true,"stranger":1}""").Output!.Value.GetRawText());

    [Fact]
    public void Of_FormThatFieldsCannotAsk_FallsBackToJson() =>
        Assert.Equal(AmendEditor.Json, Of("{}", [], """{"properties":{"list":{"type":"array"}}}""").Editor);

    private static Amendment Form() => Of(
        "{}", [],
        """
        {"type":"object","required":["name"],"properties":{
          "name":{"type":"string"},"story":{"type":"string","format":"multiline"},"count":{"type":"integer","default":3},
          "fast":{"type":"boolean"},"tone":{"type":"string","enum":["warm","dry"]}}}
        """);

    private static Amendment Of(string subjected, IReadOnlyList<string> editable, string? form = null) =>
        Amendment.Of(FakeReviews.Detail(1, with =>
        {
            (with.Subjected, with.Editable) = (EngineJson.Parse(subjected), editable);
            with.Form = form is null ? null : EngineJson.Parse(form);
        }).Request);
}
