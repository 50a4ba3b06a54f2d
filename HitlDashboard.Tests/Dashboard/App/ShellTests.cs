using System.Diagnostics;
using HitlDashboard.Tests.Browser;
using HitlDashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.App;

/// <summary>The shell in a real browser.</summary>
[Collection(BrowserTests.Name)]
public sealed class ShellTests(BrowserFixture browser, DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private static readonly (string Path, string Name)[] Pages =
    [
        ("/inbox", "inbox-first"), ("/runs", "runs-first"), ("/workflows", "workflows-first"), ("/settings/profile", "profile"),
        ("/settings/users", "users"), ("/settings/keys", "keys"), ("/no-such-page", "not-found"), ("/forbidden?role=admin", "forbidden"),
    ];

    public static TheoryData<int, int, bool> Views => new() { { 1280, 720, false }, { 1280, 720, true }, { 1920, 1080, false } };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task EveryPage_EveryView_BreaksNoPolicyAndFits(int width, int height, bool isDark)
    {
        var view = new View(width, height, isDark);
        await using var context = await browser.OpenAsync(fixture.Server.BaseAddress, view);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.AddRange(message is { Type: "error" } && !message.Text.Contains("404", StringComparison.Ordinal) ? [message.Text] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync("/signin");
        await Screens.TakeAsync(page, "signin", "empty", view);
        await SignInAsync(page);

        foreach (var (path, name) in Pages)
        {
            await page.GotoAsync(path);
            await page.Locator("#heartbeat").WaitForAsync(new() { State = WaitForSelectorState.Attached });
            await page.Locator("h1").First.WaitForAsync();
            await Screens.TakeAsync(page, name, "shell", view);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways");
        }

        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Theme_Chosen_IsThereFromTheFirstHtml()
    {
        await using var context = await browser.OpenAsync(fixture.Server.BaseAddress);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await SignInAsync(page);
        var before = await GroundAsync(page);

        await page.ClickAsync("[data-theme-choice=dark]");
        var chosen = await GroundAsync(page);
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var reloaded = await GroundAsync(page);

        Assert.NotEqual(before, chosen);
        Assert.Equal((chosen, "dark"), (reloaded, await page.EvaluateAsync<string>("document.documentElement.dataset.theme")));
    }

    [Fact]
    public async Task RelativeTime_OnAQuietPage_Ticks()
    {
        await using var context = await browser.OpenAsync(fixture.Server.BaseAddress);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await SignInAsync(page);
        await page.GotoAsync("/settings/users");
        var first = await page.InnerTextAsync("time[data-relative]");

        await page.WaitForFunctionAsync("first => document.querySelector('time[data-relative]').innerText !== first", first, new() { Timeout = 70_000 });
    }

    [Fact]
    public async Task Server_Restarted_PageComesBackByItself()
    {
        await using var server = await DashboardServer.StartAsync();
        await using var context = await browser.OpenAsync(server.BaseAddress);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await SignInAsync(page);
        await page.GotoAsync("/settings/users?from=before");
        await page.Locator("html[data-link=live] table").WaitForAsync();
        await page.EvaluateAsync("window.isOld = true");

        await server.StopAsync();
        await page.Locator("html[data-link=lost] #components-reconnect-modal").WaitForAsync();
        await Screens.TakeAsync(page, "users", "lost", View.Laptop);
        await server.StartAgainAsync();

        var watch = Stopwatch.StartNew();
        await page.WaitForFunctionAsync("() => !window.isOld && document.querySelector('html[data-link=live] table')");
        Assert.EndsWith("/settings/users?from=before", page.Url, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Server_FrozenWithTheLinkOpen_WatchdogSaysSoAndReloads()
    {
        using var folder = new TempFolder();
        await using var program = ProgramRun.Start(
            new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["Storage__Directory"] = folder.File("data"), ["Workflows__Directory"] = folder.File("workflows"),
                ["Bootstrap__AdminPassword"] = DashboardServer.AdminPassword,
            },
            folder.Path);
        await program.ReadyAsync();
        await using var context = await browser.OpenAsync(new Uri(program.Output.Split("ready at ")[1].Split('\n')[0].Trim()));
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await SignInAsync(page);
        await page.GotoAsync("/settings/profile");
        await page.Locator("html[data-link=live] h1").WaitForAsync();
        await page.EvaluateAsync("window.isOld = true");

        await program.SignalAsync("STOP");
        await page.Locator("html[data-link=dead]").WaitForAsync(new() { Timeout = 60_000 });
        await Screens.TakeAsync(page, "profile", "dead", View.Laptop);
        await program.SignalAsync("CONT");

        await page.WaitForFunctionAsync("() => !window.isOld && document.querySelector('html[data-link=live] h1')", null, new() { Timeout = 60_000 });
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task SignInAsync(IPage page)
    {
        await page.FillAsync("[name=name]", DashboardServer.AdminName);
        await page.FillAsync("[name=password]", DashboardServer.AdminPassword);
        await page.ClickAsync("button[type=submit]");
        await page.Locator("html[data-link=live] h1").First.WaitForAsync();
    }
}
