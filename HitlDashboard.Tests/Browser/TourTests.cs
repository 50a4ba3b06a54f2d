using HitlDashboard.Engine.Lifecycle;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>A picture of every page in every size and theme, full, empty and broken; and no page that fails or scrolls sideways.</summary>
[Collection(BrowserTests.Name)]
public sealed class TourTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    private const string Queue = "tour";

    public static TheoryData<int, int, bool> Views => new() { { 1280, 720, false }, { 1280, 720, true }, { 1920, 1080, false }, { 1920, 1080, true } };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Tour_EveryPage_ShowsItselfWhole(int width, int height, bool isDark)
    {
        var view = new View(width, height, isDark);
        var (run, review) = await FillAsync();
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, view);
        var page = await stage.OpenAsync(context, $"/inbox?queue={Queue}");
        var pages = new (string Name, string State, string Address)[]
        {
            ("inbox", "item", $"/inbox/{review}"), ("runs", "full", "/runs"), ("runs", "empty", "/runs?search=nothing-is-called-this"), ("run", "waiting", $"/runs/{run}"),
            ("run", "missing", "/runs/01900000-0000-7000-8000-000000000000"), ("workflows", "full", "/workflows"), ("workflow", "graph", $"/workflows/{Queue}"),
            ("workflow", "start", $"/workflows/{Queue}?view=start"), ("workflow", "source", $"/workflows/{Queue}?view=source"), ("workflow", "broken", "/workflows/broken"),
            ("workflow", "missing", "/workflows/nothing"), ("wall", "full", "/wall"), ("wall", "empty", "/wall/nothing"), ("settings", "profile", "/settings/profile"),
            ("settings", "users", "/settings/users"), ("settings", "keys", "/settings/keys"), ("not-found", "missing", "/nowhere"),
        };
        foreach (var (name, state, address) in pages)
        {
            await ShowAsync(page, address);
            await Screens.TakeAsync(page, name, state, view);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{address} scrolls sideways at {view}.");
        }
    }

    [Fact]
    public async Task Tour_WallOnALargeScreen_FitsWithoutScrolling()
    {
        await FillAsync();
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, View.Wall);
        var page = await stage.OpenAsync(context, $"/inbox?queue={Queue}");
        await ShowAsync(page, "/wall");
        await Screens.TakeAsync(page, "wall", "full", View.Wall);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"));
    }

    [Fact]
    public async Task Tour_SignIn_WithoutASession()
    {
        foreach (var view in new[] { View.Laptop, View.Laptop.Dark, View.Desktop, View.Desktop.Dark })
        {
            await using var context = await browser.OpenAsync(stage.Server.BaseAddress, view);
            var page = await context.NewPageAsync();
            await page.GotoAsync("/signin");
            await page.Locator("[name=password]").WaitForAsync();
            await Screens.TakeAsync(page, "signin", "empty", view);
        }
    }

    /// <summary>Waits for a heading and until nothing is loading any more; a page that failed is a failure here.</summary>
    private static async Task ShowAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("h1").First.WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        Assert.False(await page.GetByText("This page failed").IsVisibleAsync(), $"{address} failed.");
    }

    private async Task<(string Run, string Review)> FillAsync()
    {
        if (await stage.CountAsync(Queue, ReviewState.Open) == 0)
        {
            await stage.SaveAsync(Queue, "high");
            await stage.AskAsync(Queue, [.. Enumerable.Range(1, 6).Select(number => $"Announce version 4.{number} to everybody who uses the beta channel")]);
            await File.WriteAllTextAsync(Path.Combine(stage.Server.WorkflowsDirectory, "broken.yaml"), "name: broken\nsteps:\n  - id: one\n    usse: set\n");
        }

        var row = await stage.RowAsync(Queue, "version 4.1");
        return (row.RunId.ToString(), row.Id.ToString());
    }
}
