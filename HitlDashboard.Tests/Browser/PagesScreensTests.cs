using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class PagesScreensTests(BrowserFixture browser, PagesStage stage) : IClassFixture<PagesStage>
{
    public static TheoryData<int, int, bool> Views => new() { { 1280, 720, false }, { 1280, 720, true }, { 1920, 1080, false }, { 1920, 1080, true }, { 3840, 2160, true } };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Pages_EveryView_FitWithoutScrollingSideways(int width, int height, bool isDark)
    {
        var view = new View(width, height, isDark);
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, view);
        var page = await stage.OpenAsync(context, "/runs");

        foreach (var (name, state, address, ready) in Pages())
        {
            await page.GotoAsync(address);
            await page.Locator(ready).First.WaitForAsync();
            await Screens.TakeAsync(page, name, state, view);
            Assert.True(await page.EvaluateAsync<bool>("[document.documentElement, document.querySelector('main')].every(box => box.scrollWidth <= box.clientWidth + 1)"), $"{address} scrolls sideways");
        }
    }

    [Fact]
    public async Task Run_LinkInTheGraph_SelectsWithoutReload()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await stage.OpenAsync(context, $"/runs/{stage.Waiting}");
        await page.EvaluateAsync("window.wasHere = true");
        await page.Locator("[data-graph-ready]").WaitForAsync();

        await page.Locator("[data-step=plan]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Contains(await FocusedAsync(page), new[] { "sources", "legal" });
        await page.Locator("[data-step=legal]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("publish", await FocusedAsync(page));
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal("merge", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Enter");

        await page.IsAtAsync("[?]step=merge$");
        await page.Locator("tr[aria-current]").WaitForAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.wasHere === true"));
        Assert.Equal("merge", await page.Locator("[data-step][aria-current]").GetAttributeAsync("data-step"));
        Assert.Equal("merge", await FocusedAsync(page));
    }

    [Fact]
    public async Task Start_FormFilledIn_GoesToARunningRun()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await stage.OpenAsync(context, "/workflows/report?view=start");
        await page.FillAsync("#start-subject", "ab");
        await page.ClickAsync(".start-form button[type=submit]");
        await page.Locator(".start-problem").WaitForAsync();

        await page.FillAsync("#start-subject", "The new quarter");
        await page.FillAsync("#start-title", "Report for the new quarter");
        await page.ClickAsync(".start-form button[type=submit]");

        await page.IsAtAsync("/runs/");
        await page.Locator(".awaited a").WaitForAsync();
        Assert.EndsWith("Report for the new quarter", await page.InnerTextAsync("h1"), StringComparison.Ordinal);
    }

    private IEnumerable<(string Name, string State, string Address, string Ready)> Pages() =>
    [
        ("runs", "full", "/runs", "tbody tr"),
        ("runs", "empty", "/runs?search=nothing", ".empty-state"),
        ("run", "waiting", $"/runs/{stage.Waiting}?step=merge", ".task-detail"),
        ("run", "failed", $"/runs/{stage.Failed}?step=call", "#trouble-title"),
        ("run", "missing", "/runs/nothing", ".empty-state"),
        ("workflows", "full", "/workflows", "tbody tr"),
        ("workflow", "graph", "/workflows/report?step=merge", "#step-title"),
        ("workflow", "start", "/workflows/report?view=start", "#start-subject"),
        ("workflow", "source", "/workflows/report?view=source", ".source-lines"),
        ("workflow", "versions", "/workflows/report?view=versions", "tbody tr"),
        ("workflow", "broken", "/workflows/broken", ".source-wrong"),
    ];

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.dataset.step");
}
