using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class InboxKeysTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    [Fact]
    public async Task Approve_ThreeByKeyboard_AreApprovedInTheirOrder()
    {
        await using var desk = await OpenAsync("approve", "low", "One", "Two", "Three");

        foreach (var next in new[] { "Two", "Three", null })
        {
            await desk.ReadAsync();
            await desk.PressAsync("a");
            await desk.ShowsAsync(next);
        }

        foreach (var title in new[] { "One", "Two", "Three" })
        {
            await stage.UntilAsync("approve", title, row => row is { State: ReviewState.Decided, Decision.Verdict: Verdict.Approve });
        }
    }

    [Fact]
    public async Task Next_ByKeyboard_LeavesTheItemPending()
    {
        await using var desk = await OpenAsync("next", "low", "One", "Two", "Three");

        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");
        await desk.PressAsync("j");
        await desk.ShowsAsync("Three");
        await desk.PressAsync("k");
        await desk.ShowsAsync("Two");

        Assert.Equal(3, await stage.CountAsync("next", ReviewState.Open));
        Assert.EndsWith((await stage.RowAsync("next", "Two")).Id.ToString(), new Uri(desk.Page.Url).AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reject_WithReason_NeedsOneAndRecordsIt()
    {
        await using var desk = await OpenAsync("reject", "low", "One", "Two");

        await desk.OpenFormAsync("r");
        await desk.PressAsync("Control+Enter");
        await desk.ProblemAsync("Say why");
        await desk.PressAsync("2");
        await desk.Page.Keyboard.TypeAsync("not by a long way");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("reject", "One", row => row.Decision is { Verdict: Verdict.Reject, Reason: "Not true", Comment: "not by a long way" });
    }

    [Fact]
    public async Task Amend_ChangedText_IsWhatTheWorkflowGoesOnWith()
    {
        await using var desk = await OpenAsync("amend", "low", "One", "Two");

        await desk.OpenFormAsync("e");
        await desk.PressAsync("Control+Enter");
        await desk.ProblemAsync("No changes: approve instead?");
        await desk.PressAsync("Control+a");
        await desk.Page.Keyboard.TypeAsync("We announce it. Typed a, r and j without deciding.");
        await desk.Page.ClickAsync("[data-compare]");
        await desk.Page.Locator(".diff-added", new() { HasText = "We announce it" }).WaitForAsync();
        await desk.Page.FocusAsync("[data-field=text]");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("amend", "One", row => row.Decision is { Verdict: Verdict.Amend });
        var detail = await stage.Get<ReviewQueries>().GetAsync((await stage.RowAsync("amend", "One")).Id);
        Assert.Equal("We announce it. Typed a, r and j without deciding.", detail!.AmendedOutput!.Value.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Amend_HugeText_Arrives()
    {
        await using var desk = await OpenAsync("huge", "low", "One", "Two");

        await desk.OpenFormAsync("e");
        await desk.Page.EvaluateAsync("document.querySelector('[data-field=text]').value = 'long '.repeat(100000)");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        await stage.UntilAsync("huge", "One", row => row.Decision is { Verdict: Verdict.Amend });
    }

    [Fact]
    public async Task SendBack_WithFeedback_ComesBackAsSecondRoundWithChanges()
    {
        await using var desk = await OpenAsync("back", "low", "One");

        await desk.OpenFormAsync("b");
        await desk.Page.FillAsync("[data-field=note]", "say it shorter");
        await desk.PressAsync("Control+Enter");
        await stage.UntilAsync("back", "One", row => row is { Round: 2, State: ReviewState.Open });
        await desk.Page.Locator(".review-rounds", new() { HasText = "say it shorter" }).WaitForAsync(new() { Timeout = 60_000 });
        await desk.PressAsync("t");
        await desk.Page.Locator(".diff-added", new() { HasText = "say it shorter" }).WaitForAsync();

        await Screens.TakeAsync(desk.Page, "inbox", "second-round", View.Laptop);
    }

    [Fact]
    public async Task Undo_WithinTheWindow_ReopensAndReturns()
    {
        await using var desk = await OpenAsync("undo", "high", "One", "Two");

        await desk.OpenFormAsync("a");
        await desk.SubmitWhenAllowedAsync();
        await desk.ShowsAsync("Two");
        await desk.Page.Locator("[data-undo-bar]").WaitForAsync();
        await Screens.TakeAsync(desk.Page, "inbox", "staged", View.Laptop);
        await desk.PaintedAsync(0);
        await desk.PressAsync("u");
        await desk.ShowsAsync("One");

        Assert.Equal(ReviewState.Open, (await stage.RowAsync("undo", "One")).State);
        Assert.Equal("Taken back: One", (await desk.Page.InnerTextAsync("[data-announcer]")).Trim());
    }

    [Fact]
    public async Task Critical_WithoutItsToken_IsNotApproved()
    {
        await using var desk = await OpenAsync("critical", "critical", "One", "Two");
        var id = (await stage.RowAsync("critical", "One")).Id.ToString();

        await desk.OpenFormAsync("a");
        await Screens.TakeAsync(desk.Page, "inbox", "critical", View.Laptop);
        await desk.Page.FillAsync("[data-field=token]", "nope");
        await desk.SubmitWhenAllowedAsync();
        await desk.ProblemAsync("the last four characters");
        Assert.Equal(ReviewState.Open, (await stage.RowAsync("critical", "One")).State);
        await desk.Page.FillAsync("[data-field=token]", id[^4..]);
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync("Two");

        Assert.Equal(ReviewState.Staged, (await stage.RowAsync("critical", "One")).State);
    }

    private async Task<InboxPilot> OpenAsync(string queue, string risk, params string[] titles)
    {
        await stage.SaveAsync(queue, risk);
        await stage.AskAsync(queue, titles);
        return await InboxPilot.OpenAsync(browser, stage, queue, titles[0]);
    }
}
