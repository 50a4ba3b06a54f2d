using Xunit;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class BrowserFixtureTests(BrowserFixture browser)
{
    [Fact]
    public async Task OpenAsync_DarkView_HasItsSizeAndTheme()
    {
        await using var context = await browser.OpenAsync(new Uri("http://localhost/"), View.Desktop.Dark);
        var page = await context.NewPageAsync();
        await page.SetContentAsync("<title>ready</title>");

        var seen = await page.EvaluateAsync<string>("`${document.title} ${innerWidth}x${innerHeight} ${matchMedia('(prefers-color-scheme: dark)').matches}`");

        Assert.Equal("ready 1920x1080 true", seen);
    }
}
