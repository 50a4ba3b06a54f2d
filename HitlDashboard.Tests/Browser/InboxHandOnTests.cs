using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>Claim, comment, defer, hand on and escalate by keyboard.</summary>
[Collection(BrowserTests.Name)]
public sealed class InboxHandOnTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    [Fact]
    public async Task Claim_ByKey_ShowsWhoLooks_AndEndsWithTheNextItem()
    {
        await using var desk = await OpenAsync("claims", "One", "Two");

        await desk.ReadAsync();
        await desk.PressAsync("i");
        await desk.Page.Locator(".review-fact", new() { HasText = "looks at it" }).WaitForAsync();
        await desk.PaintedAsync(0);
        await stage.UntilAsync("claims", "One", row => row.Claim is { By: DashboardServer.AdminName });
        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("claims", "One", row => row.Claim is null);
    }

    [Fact]
    public async Task Comment_ByKey_StaysAtTheItemAndIsShown()
    {
        await using var desk = await OpenAsync("comments", "One", "Two");

        await desk.OpenFormAsync("c");
        await Screens.TakeAsync(desk.Page, "inbox", "comment", View.Laptop);
        await desk.PressAsync("Control+Enter");
        await desk.ProblemAsync("Write what you want to say");
        await desk.Page.Keyboard.TypeAsync("Numbers are from <b>March</b>; a, r and j decide nothing here.");
        await desk.PressAsync("Control+Enter");

        await desk.Page.Locator("[data-comments]", new() { HasText = "from <b>March</b>" }).WaitForAsync();
        await desk.ShowsAsync("One");
        Assert.Equal(0, await desk.Page.Locator("[data-form]").CountAsync());
        await Screens.TakeAsync(desk.Page, "inbox", "commented", View.Laptop);
        Assert.Equal(2, await stage.CountAsync("comments", ReviewState.Open));
    }

    [Fact]
    public async Task Defer_ByChip_LeavesTheListAndWaitsAmongTheDeferred()
    {
        await using var desk = await OpenAsync("later", "One", "Two");

        await desk.OpenFormAsync("h");
        await Screens.TakeAsync(desk.Page, "inbox", "defer", View.Laptop);
        await desk.PressAsync("3");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("later", "One", row => row.DeferredUntil > DateTimeOffset.UtcNow.AddHours(23));
        await desk.Page.ClickAsync(".queue-footer a:has-text('deferred')");
        await desk.ShowsAsync("One");
        await desk.Page.Locator(".review-fact", new() { HasText = "back" }).WaitForAsync();
        await Screens.TakeAsync(desk.Page, "inbox", "deferred", View.Laptop);
    }

    [Fact]
    public async Task HandOn_ToAQueueThatIsKnown_LeavesTheList()
    {
        await stage.SaveAsync("elsewhere");
        await using var desk = await OpenAsync("handed", "One", "Two");

        await desk.OpenFormAsync("m");
        await desk.Page.Keyboard.TypeAsync("elswhere");
        await desk.PressAsync("Control+Enter");
        await desk.ProblemAsync("'elswhere' is neither a queue");
        await Screens.TakeAsync(desk.Page, "inbox", "hand-on", View.Laptop);
        await desk.Page.FillAsync("[data-field=target]", "elsewhere");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("elsewhere", "One", row => row is { State: ReviewState.Open, Queue: "elsewhere" });
    }

    [Fact]
    public async Task Escalate_WithALadder_SaysWhereItGoes()
    {
        await stage.SaveAsync("lead");
        await stage.SaveAsync("ladder", "low", """
            uses: set
            with: { text: "{{input.text}}" }
            review:
              title: "{{input.title}}"
              show: { kind: markdown, value: "{{output.text}}" }
              escalateTo: [lead]
            """);
        await stage.AskAsync("ladder", "One", "Two");
        await using var desk = await InboxPilot.OpenAsync(browser, stage, "ladder", "One");

        await desk.OpenFormAsync("Shift+E");
        await desk.Page.Locator(".strip-consequence", new() { HasText = "lead" }).WaitForAsync();
        await desk.Page.Keyboard.TypeAsync("Above my limit");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("lead", "One", row => row is { Queue: "lead", Risk: HitlDashboard.Engine.Definitions.Risk.Medium });
    }

    private async Task<InboxPilot> OpenAsync(string queue, params string[] titles)
    {
        await stage.SaveAsync(queue);
        await stage.AskAsync(queue, titles);
        return await InboxPilot.OpenAsync(browser, stage, queue, titles[0]);
    }
}
