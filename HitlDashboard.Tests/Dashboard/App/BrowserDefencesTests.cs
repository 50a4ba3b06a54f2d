using System.Net;
using System.Text.RegularExpressions;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.App;

public sealed partial class BrowserDefencesTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private readonly DashboardServer _server = fixture.Server;

    [Theory]
    [InlineData("/signin")]
    [InlineData("/setup")]
    [InlineData("/settings/profile")]
    [InlineData("/no-such-page")]
    [InlineData("/api/runs")]
    [InlineData("/app.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/health/live")]
    public async Task EveryAnswer_Always_CarriesTheHeaders(string path)
    {
        using var client = await _server.SignedInAsync();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_Authenticated_IsNotStored()
    {
        using var client = await _server.SignedInAsync();

        using var answer = await client.GetAsync(new Uri("/settings/profile", UriKind.Relative));

        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("/signin")]
    [InlineData("/settings/profile")]
    public async Task Page_Html_HasNoInlineScriptAndNothingForeign(string path)
    {
        using var client = await _server.SignedInAsync();

        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));

        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotMatch(Foreign(), html);
    }

    [Fact]
    public async Task Page_Html_LinksOnlyToWhatIsThere()
    {
        using var client = await _server.SignedInAsync();
        var html = await client.GetStringAsync(new Uri("/settings/profile", UriKind.Relative));
        var links = Link().Matches(html).Select(match => match.Groups["url"].Value).Where(url => url != "/").ToList();

        var answers = await Task.WhenAll(links.Select(async url => (url, (await client.GetAsync(new Uri(url, UriKind.Relative))).StatusCode)));

        Assert.True(links.Count >= 9, string.Join(' ', links));
        Assert.All(answers, answer => Assert.Equal((answer.url, HttpStatusCode.OK), answer));
    }

    [Theory]
    [InlineData("/_content/Radzen.Blazor/fonts/RobotoFlex.woff2")]
    [InlineData("/_content/Radzen.Blazor/fonts/MaterialSymbolsOutlined.woff2")]
    [InlineData("/HitlDashboard.styles.css")]
    public async Task Asset_BeforeSignIn_IsServedHere(string path)
    {
        using var client = _server.Anonymous();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task BlazorScript_ByItsUrl_IsCompressedKeptAndConfirmed()
    {
        using var client = await _server.SignedInAsync();
        var html = await client.GetStringAsync(new Uri("/settings/profile", UriKind.Relative));
        var url = new Uri(ScriptUrl().Match(html).Value, UriKind.Relative);
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");

        using var first = await client.GetAsync(url);
        using var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await client.SendAsync(again);

        Assert.Equal("br", Assert.Single(first.Content.Headers.ContentEncoding));
        Assert.InRange((await first.Content.ReadAsByteArrayAsync()).Length, 30_000, 80_000);
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("light", "light")]
    [InlineData("dark", "dark")]
    [InlineData("\"><script>", "system")]
    [InlineData(null, "system")]
    public async Task Theme_Cookie_IsInTheFirstHtml(string? cookie, string expected)
    {
        using var client = _server.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/signin");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", $"theme={Uri.EscapeDataString(cookie)}");
        }

        using var answer = await client.SendAsync(request);

        Assert.Contains($"<html lang=\"en\" data-theme=\"{expected}\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignInPage_Always_OpensNoCircuit()
    {
        using var client = _server.Anonymous();

        var html = await client.GetStringAsync(new Uri("/signin", UriKind.Relative));

        Assert.DoesNotContain("blazor.web.js", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\"type\":\"server\"", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<script(?![^>]*\\bsrc=)|\\son[a-z]+=\"", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex("(src|href|action)=\"(https?:)?//", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Foreign();

    [GeneratedRegex("<(link|script)[^>]*\\s(href|src)=\"(?<url>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("/_framework/blazor\\.web\\.js\\?v=[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex ScriptUrl();
}
