using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>The main job as a person meets it: sign in, start, watch the wall, and go on after the server restarted under the open page.</summary>
[Collection(BrowserTests.Name)]
public sealed class MainJobTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    private static readonly LocatorWaitForOptions Soon = new() { Timeout = 60_000 };

    [Fact]
    public async Task SignIn_WrongThenRight_LeadsToTheInbox()
    {
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/inbox");
        Assert.Contains("/signin", page.Url, StringComparison.Ordinal);

        await SubmitAsync(page, "not the password");
        await page.Locator(".form-mistake").WaitForAsync(Soon);
        await Screens.TakeAsync(page, "signin", "refused", View.Laptop);
        await SubmitAsync(page, DashboardServer.AdminPassword);
        await page.IsAtAsync("/inbox");
        await page.Locator(".queue").WaitForAsync(Soon);

        Assert.Contains(DashboardServer.AdminName, await page.InnerTextAsync(".top-strip-user"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FromTheForm_LeadsToTheRunThatAsks()
    {
        await stage.SaveAsync("form");
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var page = await stage.OpenAsync(context, "/inbox?queue=form");

        await page.GotoAsync("/workflows/form?view=start");
        await page.FillAsync("#start-input", """{ "title": "From the form", "text": "Hello" }""");
        await page.FillAsync("#start-title", "A run by hand");
        await page.Locator(".start-form button[type=submit]").ClickAsync();
        await page.IsAtAsync("/runs/[^/]+$");
        await page.Locator("h1", new() { HasTextString = "A run by hand" }).WaitForAsync(Soon);

        await stage.UntilAsync("form", "From the form", row => row.State == ReviewState.Open);
        await page.Locator("a[href^='/inbox/']").First.WaitForAsync(Soon);
    }

    [Fact]
    public async Task Wall_ReviewOpensAndIsDecided_ShowsBothByItself()
    {
        await stage.SaveAsync("wall");
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress, View.Desktop);
        var page = await stage.OpenAsync(context, "/inbox?queue=wall");
        await page.GotoAsync("/wall/wall");
        var waiting = page.Locator("section[aria-label='Waiting for a person'] .wall-digits");
        await Assertions.Expect(waiting).ToHaveTextAsync("0", new() { Timeout = 60_000 });

        await stage.AskAsync("wall", "Seen from afar");
        await Assertions.Expect(waiting).ToHaveTextAsync("1", new() { Timeout = 60_000 });
        await page.Locator(".wall", new() { HasTextString = "Seen from afar" }).WaitForAsync(Soon);
        var row = await stage.RowAsync("wall", "Seen from afar");
        var request = new DecisionRequest { ReviewId = row.Id, Version = row.Version, Verdict = Verdict.Approve };
        Assert.Null((await stage.Get<DecideReview>().ExecuteAsync(request, new Actor("ana", Role.Supervisor))).Refused);

        await Assertions.Expect(waiting).ToHaveTextAsync("0", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Restart_UnderAnOpenPage_TheSameItemIsThereAgainAndCanBeDecided()
    {
        await using var own = new Restarted();
        await own.Stage.InitializeAsync();
        await own.Stage.SaveAsync("restart");
        await own.Stage.AskAsync("restart", "Still here");
        await using var desk = await InboxPilot.OpenAsync(browser, own.Stage, "restart", "Still here");

        await own.Stage.Server.StopAsync();
        await desk.Page.Locator("html:not([data-link=live])").WaitForAsync(new() { Timeout = 60_000, State = WaitForSelectorState.Attached });
        await Screens.TakeAsync(desk.Page, "inbox", "server-gone", View.Laptop);
        await own.Stage.Server.StartAgainAsync();
        await desk.Page.Locator("html[data-link=live]").WaitForAsync(new() { Timeout = 60_000, State = WaitForSelectorState.Attached });
        await desk.ShowsAsync("Still here");
        await desk.ReadAsync();
        await desk.PressAsync("a");

        await own.Stage.UntilAsync("restart", "Still here", row => row is { State: ReviewState.Decided, Decision.Verdict: Verdict.Approve });
    }

    private static async Task SubmitAsync(IPage page, string password)
    {
        await page.FillAsync("[name=name]", DashboardServer.AdminName);
        await page.FillAsync("[name=password]", password);
        await page.Locator("form button[type=submit]").First.ClickAsync();
    }

    private sealed class Restarted : IAsyncDisposable
    {
        public InboxStage Stage { get; } = new();

        public async ValueTask DisposeAsync() => await Stage.DisposeAsync();
    }
}
