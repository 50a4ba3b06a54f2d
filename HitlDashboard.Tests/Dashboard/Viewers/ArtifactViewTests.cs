using System.Text.Json;
using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Viewers;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Viewers;

public sealed class ArtifactViewTests : BunitContext
{
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>", "[x](javascript:alert(1))", "\"><img src=x onerror=alert(1)>", "</pre></iframe><script>x</script>", "\u202e\u200b\0",
        "", "@@ -1 +1 @@\n+<script>", new string('[', 20_000), "| a |\n|---|\n" + new string('|', 5000),
    ];

    public static TheoryData<ArtifactKind, int> EveryKindWithEveryText()
    {
        var data = new TheoryData<ArtifactKind, int>();
        foreach (var kind in Enum.GetValues<ArtifactKind>())
        {
            for (var text = 0; text < Hostile.Length; text++)
            {
                data.Add(kind, text);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryKindWithEveryText))]
    public void Render_HostileText_BringsNoElementToLife(ArtifactKind kind, int text)
    {
        var view = Show(kind, JsonSerializer.SerializeToElement(Hostile[text]));

        Assert.Empty(view.FindAll("script, img, [onerror], [onclick]"));
        Assert.DoesNotContain(view.FindAll("a"), link => link.GetAttribute("href")!.Contains("javascript", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("\u202e", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Html_HasNoRightsAtAll()
    {
        var frame = Show(ArtifactKind.Html, JsonSerializer.SerializeToElement("<script>alert(1)</script><p>hi")).Find("iframe");

        Assert.Equal("", frame.GetAttribute("sandbox"));
        Assert.StartsWith("<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'", frame.GetAttribute("srcdoc"), StringComparison.Ordinal);
        Assert.Null(frame.GetAttribute("src"));
    }

    [Theory]
    [InlineData("<link rel=preconnect href=https://example.com>")]
    [InlineData("<LINK\nrel=dns-prefetch href=//example.com>")]
    public void Render_HtmlThatConnects_HasNoLinks(string html) => Assert.DoesNotContain(
        "<link", Show(ArtifactKind.Html, JsonSerializer.SerializeToElement(html)).Find("iframe").GetAttribute("srcdoc"), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Render_ForeignImageAddress_IsNotLoaded() =>
        Assert.Empty(Show(ArtifactKind.Image, JsonSerializer.SerializeToElement("https://example.com/a.png")).FindAll("img"));

    [Fact]
    public void Render_OwnImage_IsLoadedFromTheArtifactStore() => Assert.Equal(
        "/api/artifacts/01890a5d-ac96-774b-bcce-b302099a8057",
        Show(ArtifactKind.Image, EngineJson.Parse("""{"artifactId":"01890a5d-ac96-774b-bcce-b302099a8057"}""")).Find("img").GetAttribute("src"));

    [Fact]
    public void Render_TextKindWithAnObject_ShowsItsValues() =>
        Assert.Contains("subject", Show(ArtifactKind.Markdown, EngineJson.Parse("""{"subject":"x"}""")).Find(".viewer-json").TextContent, StringComparison.Ordinal);

    [Fact]
    public void Render_ManyElements_AreBounded()
    {
        var view = Show(ArtifactKind.Json, JsonSerializer.SerializeToElement(Enumerable.Range(0, 200_000)));

        Assert.Equal(100, view.FindAll(".json-branch").Count);
        view.Find(".json-more").Click();
        Assert.Equal(200, view.FindAll(".json-branch").Count);
    }

    [Fact]
    public void Render_TableWithManyRows_IsBounded()
    {
        var view = Show(ArtifactKind.Table, JsonSerializer.SerializeToElement(Enumerable.Range(0, 1000).Select(n => new { n, name = "row" })));

        Assert.Equal(200, view.FindAll("tbody tr").Count);
        Assert.Contains("Showing 200 of 1,000 rows", view.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ChangesSinceEarlierRound_NamesThemForScreenReaders()
    {
        var view = Render<ArtifactView>(parameters => parameters
            .Add(view => view.Kind, ArtifactKind.Text)
            .Add(view => view.Content, JsonSerializer.SerializeToElement("new"))
            .Add(view => view.Previous, JsonSerializer.SerializeToElement("old"))
            .Add(view => view.Shown, Representation.Changes));

        Assert.Equal(["removed", "added"], view.FindAll("tbody .sr-only").Select(word => word.TextContent));
    }

    private IRenderedComponent<ArtifactView> Show(ArtifactKind kind, JsonElement content)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        return Render<ArtifactView>(parameters => parameters.Add(view => view.Kind, kind).Add(view => view.Content, content));
    }
}
