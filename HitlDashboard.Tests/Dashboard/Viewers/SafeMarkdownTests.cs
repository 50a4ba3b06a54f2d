using HitlDashboard.Viewers;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Viewers;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("text <b onclick=alert(1)>bold</b>")]
    [InlineData("<iframe src='https://example.com'></iframe>")]
    [InlineData("<!-- comment --><svg/onload=alert(1)>")]
    public void Render_RawHtml_IsText(string markdown)
    {
        var html = SafeMarkdown.Render(markdown).Value;

        Assert.Contains("&lt;", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(?!/?p)", html);
    }

    [Theory]
    [InlineData("[click](javascript:alert(1))")]
    [InlineData("[click](JaVaScRiPt:alert(1))")]
    [InlineData("[click](&#106;avascript:alert(1))")]
    [InlineData("[click](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[click](vbscript:x)")]
    [InlineData("[click](file:///etc/passwd)")]
    [InlineData("[click](/signout)")]
    [InlineData("[click](//example.com/x)")]
    [InlineData("[click][1]\n\n[1]: javascript:alert(1)")]
    [InlineData("<javascript:alert(1)>")]
    public void Render_LinkWithAnotherScheme_LeadsNowhere(string markdown) =>
        Assert.DoesNotContain("<a", SafeMarkdown.Render(markdown).Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("[site](https://example.com/a)")]
    [InlineData("https://example.com/a")]
    [InlineData("<https://example.com/a>")]
    public void Render_WebLink_OpensElsewhereWithoutReferrer(string markdown)
    {
        var html = SafeMarkdown.Render(markdown).Value;

        Assert.Contains("href=\"https://example.com/a\"", html, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("![pixel](https://example.com/track.png)")]
    [InlineData("![pixel](//example.com/track.png)")]
    [InlineData("![pixel](data:image/svg+xml;base64,AAAA)")]
    [InlineData("![pixel](/api/runs)")]
    [InlineData("![pixel][1]\n\n[1]: https://example.com/track.png")]
    public void Render_ForeignImage_IsNotLoaded(string markdown)
    {
        var html = SafeMarkdown.Render(markdown).Value;

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("image not loaded", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_OwnArtifact_IsShown() => Assert.Contains(
        "src=\"/api/artifacts/01890a5d-ac96-774b-bcce-b302099a8057\"",
        SafeMarkdown.Render("![chart](artifact:01890a5d-ac96-774b-bcce-b302099a8057)").Value,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("evil &#x202E;txt.exe")]
    [InlineData("evil \u202etxt.exe")]
    [InlineData("`evil \u202etxt.exe`")]
    public void Render_DirectionOverride_IsNamed(string markdown)
    {
        var html = SafeMarkdown.Render(markdown).Value;

        Assert.DoesNotContain("\u202e", html, StringComparison.Ordinal);
        Assert.Contains("⟦U+202E⟧", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AttributeSyntax_AddsNoAttributes() =>
        Assert.DoesNotContain("onclick=\"", SafeMarkdown.Render("# Title {onclick=alert(1) .shell}").Value, StringComparison.Ordinal);

    [Fact]
    public void Render_TablesAndTasks_AreRendered()
    {
        var html = SafeMarkdown.Render("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done").Value;

        Assert.Contains("<table>", html, StringComparison.Ordinal);
        Assert.Contains("checkbox", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NestedTooDeep_ShowsHowItWasWritten()
    {
        var html = SafeMarkdown.Render(string.Concat(Enumerable.Repeat("> ", 5000)) + "<b>x").Value;

        Assert.Contains("nests too deep", html, StringComparison.Ordinal);
        Assert.Contains("&gt; &gt; &lt;b&gt;x", html, StringComparison.Ordinal);
    }
}
