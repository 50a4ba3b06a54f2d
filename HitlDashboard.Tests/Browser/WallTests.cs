using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class WallTests(BrowserFixture browser, PagesStage stage) : IClassFixture<PagesStage>
{
    private const string Fits = """
        value => {
          document.querySelectorAll('.wall-number:not(:nth-of-type(2)) .wall-digits, .wall-throughput .wall-digits').forEach(digits => { digits.textContent = value; });
          return [...document.querySelectorAll('.number-value, .number-head, .throughput-head, .wall-throughput, .urgent li, .queues li, .wall')]
            .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.className).join();
        }
        """;

    private const string TooSmall = """
        () => [...document.querySelectorAll('.wall *')]
          .filter(element => !element.closest('.sr-only') && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
          .filter(element => parseFloat(getComputedStyle(element).fontSize) < innerHeight * 0.03).map(element => element.className).join()
        """;

    // In the page, from the loss that the browser notices to the words on the wall: how long the server takes to stop is not in it.
    private const string TimeToNotLive = """
        () => {
          let lost = 0;
          new MutationObserver(() => {
            if (!lost && document.documentElement.dataset.link !== 'live') lost = performance.now();
            if (document.querySelector('.wall')?.dataset.health === 'dead') window.notLiveAfter ??= performance.now() - lost;
          }).observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ['data-link', 'data-health'] });
        }
        """;

    public static TheoryData<int, int> Sizes => new() { { 1920, 1080 }, { 3840, 2160 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Wall_AnyNumber_FitsInLettersThatARoomCanRead(int width, int height)
    {
        var view = new View(width, height, IsDark: true);
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, view);
        var page = await OpenAsync(context, "/wall");

        foreach (var value in new[] { "0", "1", "9,999", "100,000" })
        {
            Assert.Equal("", await page.EvaluateAsync<string>(Fits, value));
            await Screens.TakeAsync(page, "wall", value.Replace(",", "", StringComparison.Ordinal), view);
        }

        Assert.Equal("", await page.EvaluateAsync<string>(TooSmall));
        Assert.True(await page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.wall-digits')).fontSize) / innerHeight") >= 0.12);
    }

    [Fact]
    public async Task Wall_LightTheme_IsAsked()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, View.Desktop.Dark);
        var page = await OpenAsync(context, "/wall/editors?theme=light");

        Assert.Equal("rgb(246, 247, 249)", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.wall')).backgroundColor"));
        await Screens.TakeAsync(page, "wall", "queue", View.Desktop);
    }

    [Theory]
    [InlineData(9_999, 0, false, "live")]
    [InlineData(10_001, 0, false, "late")]
    [InlineData(30_001, 0, false, "dead")]
    [InlineData(0, 2_900, false, "live")]
    [InlineData(0, 3_100, false, "dead")]
    [InlineData(7_000, 0, true, "dead")]
    public async Task HealthOf_AgeAndLink_DecideWhatTheScreenSays(int age, int linkLostFor, bool isServerGone, string expected)
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");

        var health = await page.EvaluateAsync<string>("async facts => (await import('/wall.js')).healthOf(facts)", new { age, linkLostFor, isServerGone });

        Assert.Equal(expected, health);
    }

    [Fact]
    public async Task Wall_ServerStops_SaysNotLiveWithinTenSecondsAndHealsByItself()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, View.Desktop.Dark);
        var page = await OpenAsync(context, "/wall");

        await page.EvaluateAsync(TimeToNotLive);
        await stage.Server.StopAsync();
        await page.WaitForSelectorAsync(".wall[data-health=dead]");
        Assert.InRange(await page.EvaluateAsync<double>("window.notLiveAfter"), 0, 10_000);
        Assert.Matches("^NOT LIVE since \\d\\d:\\d\\d$", await page.InnerTextAsync(".wall-dead"));
        await Screens.TakeAsync(page, "wall", "notlive", View.Desktop.Dark);

        await stage.Server.StartAgainAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('.wall')?.dataset.health === 'live' && Number(document.querySelector('.wall').dataset.read) > 0", null, new() { Timeout = 60_000 });
        Assert.Equal("1", await page.InnerTextAsync(".wall-number .wall-digits >> nth=0"));
    }

    private async Task<IPage> OpenAsync(IBrowserContext context, string address)
    {
        var page = await stage.OpenAsync(context, address);
        await page.Locator(".wall-digits").First.WaitForAsync();
        return page;
    }
}
