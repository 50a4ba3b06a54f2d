using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class InboxScreensTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    public static TheoryData<int, int, bool> Views => new()
    {
        { 1280, 720, false }, { 1280, 720, true }, { 1920, 1080, false }, { 1920, 1080, true }, { 3840, 2160, true },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Inbox_EveryView_FitsWithoutScrollingSideways(int width, int height, bool isDark)
    {
        var view = new View(width, height, isDark);
        var queue = $"screens-{width}-{(isDark ? "dark" : "light")}";
        await stage.SaveAsync(queue, "high");
        await stage.AskAsync(queue, [.. Enumerable.Range(1, 14).Select(number => $"Announce version 4.{number} to everybody who uses the beta channel")]);
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, view);
        var page = await stage.OpenAsync(context, $"/inbox?queue={queue}");

        await Screens.TakeAsync(page, "inbox", "full", view);
        await ShowFormsAsync(page, view);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Inbox_Empty_SaysWhatToDo()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await stage.OpenAsync(context, "/inbox?queue=nothing-here");

        Assert.Contains("Nothing matches the filter", await page.InnerTextAsync(".queue"), StringComparison.Ordinal);
        await Screens.TakeAsync(page, "inbox", "empty", View.Laptop);
    }

    private static async Task ShowFormsAsync(IPage page, View view)
    {
        foreach (var (key, name) in new[] { ("a", "approve"), ("r", "reject"), ("b", "sendback"), ("e", "amend") })
        {
            await page.WaitForFunctionAsync("document.querySelector('.decision-bar') !== null");
            await PressUntilAsync(page, key, "[data-form]");
            await Screens.TakeAsync(page, "inbox", name, view);
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("[data-form]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        await PressUntilAsync(page, "?", "dialog[open]");
        await Screens.TakeAsync(page, "inbox", "keys", view);
        await page.Keyboard.PressAsync("Escape");
    }

    // Keys within the dwell time are dropped; pressing again is what a person does.
    private static async Task PressUntilAsync(IPage page, string key, string appears)
    {
        var deadline = DateTime.UtcNow.AddSeconds(10);
        while (!await page.Locator(appears).IsVisibleAsync() && DateTime.UtcNow < deadline)
        {
            await page.Keyboard.PressAsync(key);
            await page.WaitForFunctionAsync("() => new Promise(go => setTimeout(() => go(true), 150))");
        }

        await page.Locator(appears).WaitForAsync();
    }
}
