using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>The rules that keep a slip of the hand from deciding anything.</summary>
[Collection(BrowserTests.Name)]
public sealed class InboxRulesTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    [Fact]
    public async Task HeldKey_Approves_OnlyOnce()
    {
        await using var desk = await OpenAsync("held", "One", "Two", "Three");
        await desk.ReadAsync();

        await desk.Page.Keyboard.DownAsync("a");
        await desk.ShowsAsync("Two");
        await desk.ReadAsync();
        for (var repeat = 0; repeat < 20; repeat++)
        {
            await desk.Page.Keyboard.DownAsync("a");
        }

        await desk.Page.Keyboard.UpAsync("a");
        await desk.PressAsync("j");
        await desk.ShowsAsync("Three");
        Assert.Equal(2, await stage.CountAsync("held", ReviewState.Open));
    }

    [Fact]
    public async Task KeyWithinTheDwellTime_IsDroppedAndSeenToBe()
    {
        await using var desk = await OpenAsync("dwell", "One", "Two", "Three");
        await desk.ReadAsync();

        // The second press comes in the very moment in which the next item is there.
        await desk.Page.EvaluateAsync(
            """
            new MutationObserver(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', code: 'KeyA', bubbles: true, composed: true })))
              .observe(document.querySelector('[data-review]'), { attributeFilter: ['data-id'] })
            """);
        await desk.PressAsync("a");
        await desk.ShowsAsync("Two");
        await desk.Page.Locator("[data-review].is-shaken").WaitForAsync();
        await desk.PressAsync("j");
        await desk.ShowsAsync("Three");

        Assert.Equal(2, await stage.CountAsync("dwell", ReviewState.Open));
    }

    [Fact]
    public async Task KeysBesideApproveAndKeysThatPressButtons_DecideNothing()
    {
        await using var desk = await OpenAsync("other", "One", "Two");
        await desk.ReadAsync();

        foreach (var key in new[] { "Enter", "Space", "Backspace", "Delete", "q", "w", "s", "z", "y", "Control+a", "Alt+a", "Meta+a", "Shift+A" })
        {
            await desk.PressAsync(key);
        }

        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");
        Assert.Equal(0, await desk.Page.Locator("[data-form]").CountAsync());
        Assert.Equal(2, await stage.CountAsync("other", ReviewState.Open));
    }

    [Fact]
    public async Task AltByItself_BeginsNothing()
    {
        await using var desk = await OpenAsync("alt", "One", "Two");
        await desk.ReadAsync();

        await desk.PressAsync("Alt");
        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");
    }

    [Fact]
    public async Task LettersInTheFilter_AreText()
    {
        await using var desk = await OpenAsync("typing", "Alpha", "Bravo");
        await desk.ReadAsync();

        await desk.PressAsync("/");
        await desk.Page.Keyboard.TypeAsync("brave a");
        await desk.Page.Locator(".queue-empty", new() { HasTextString = "Nothing matches" }).WaitForAsync();
        Assert.Equal(2, await stage.CountAsync("typing", ReviewState.Open));
        Assert.Contains("q=brave%20a", desk.Page.Url, StringComparison.Ordinal);

        await desk.Page.Locator("[data-clear-filter]").ClickAsync();
        await desk.Page.Locator("[data-queue-list]").WaitForAsync();
        Assert.Equal("", await desk.Page.InputValueAsync("[data-filter]"));
    }

    [Fact]
    public async Task WhileTheKeysAreShown_NothingIsDecided()
    {
        await using var desk = await OpenAsync("sheet", "One", "Two");
        await desk.ReadAsync();

        await desk.PressAsync("?");
        await desk.Page.Locator("dialog[open]").WaitForAsync();
        await desk.PressAsync("a");
        await desk.PressAsync("Escape");
        await desk.Page.Locator("dialog[open]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");

        Assert.Equal(2, await stage.CountAsync("sheet", ReviewState.Open));
    }

    [Fact]
    public async Task WithoutConnection_KeysArePausedAndSaySo()
    {
        await using var desk = await OpenAsync("lost", "One", "Two");
        await desk.ReadAsync();

        await desk.Page.EvaluateAsync("document.documentElement.dataset.link = 'lost'");
        await desk.Page.Locator("[data-keys-paused]").WaitForAsync();
        await desk.PressAsync("a");
        await desk.Page.Locator("[data-review].is-shaken").WaitForAsync();
        await desk.Page.EvaluateAsync("document.documentElement.dataset.link = 'live'");
        await desk.PressAsync("j");
        await desk.ShowsAsync("Two");

        Assert.Equal(2, await stage.CountAsync("lost", ReviewState.Open));
    }

    [Fact]
    public async Task AfterG_TheNextKeyBelongsToTheSequence()
    {
        await using var desk = await OpenAsync("sequence", "One", "Two");
        await desk.ReadAsync();

        await desk.PressAsync("g");
        await desk.Page.Locator("[data-key-chip]").WaitForAsync();
        await desk.PressAsync("a");
        await desk.PressAsync("g");
        await desk.PressAsync("p");
        await desk.Page.IsAtAsync("/runs$");

        Assert.Equal(2, await stage.CountAsync("sequence", ReviewState.Open));
    }

    [Fact]
    public async Task NoAnswerInTime_SaysNotSavedAndRetriesTheSamePress()
    {
        await using var desk = await OpenAsync("ack", "One");

        await desk.Page.EvaluateAsync(
            """
            async () => {
              const { send } = await import('/js/inbox-decide.js');
              let calls = 0;
              window.answers = [];
              send(document.querySelector('[data-review]'), () => { calls++; return calls === 1 ? new Promise(() => {}) : Promise.resolve({ outcome: 'saved', calls }).then(answer => { window.answers.push(answer.calls); return answer; }); });
            }
            """);
        await desk.Page.Locator("[data-not-saved]", new() { HasTextString = "Not saved" }).WaitForAsync();
        await Screens.TakeAsync(desk.Page, "inbox", "not-saved", View.Laptop);
        await desk.Page.Locator("[data-not-saved-retry]").ClickAsync();
        await desk.Page.Locator("[data-not-saved]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        Assert.Equal("[2]", await desk.Page.EvaluateAsync<string>("JSON.stringify(window.answers)"));
    }

    [Fact]
    public async Task DecidedElsewhere_IsShownInPlaceAndLocksTheKeys()
    {
        await using var desk = await OpenAsync("elsewhere", "One", "Two");
        var row = await stage.RowAsync("elsewhere", "One");
        var detail = (await stage.Get<ReviewQueries>().GetAsync(row.Id))!;

        await stage.Get<DecideReview>().ExecuteAsync(
            new DecisionRequest { ReviewId = row.Id, Version = row.Version, Digest = detail.Digest, Verdict = Verdict.Approve }, new Actor("ben", Role.Supervisor));
        await desk.Page.Locator(".decision-locked", new() { HasTextString = "ben approved this" }).WaitForAsync();
        await desk.ShowsAsync("One");

        Assert.Equal(2, await desk.Page.Locator("[data-place]").CountAsync());
    }

    [Fact]
    public async Task Arrivals_WaitBehindThePillUntilTheyAreAskedFor()
    {
        await using var desk = await OpenAsync("pill", "One", "Two");

        await stage.AskAsync("pill", "Three");
        await desk.Page.Locator(".new-pill", new() { HasTextString = "1 new" }).WaitForAsync();
        Assert.Equal(2, await desk.Page.Locator("[data-place]").CountAsync());
        await desk.PressAsync(".");
        await desk.Page.Locator("[data-place='2']").WaitForAsync();

        await desk.ShowsAsync("One");
    }

    private async Task<InboxPilot> OpenAsync(string queue, params string[] titles)
    {
        await stage.SaveAsync(queue);
        await stage.AskAsync(queue, titles);
        return await InboxPilot.OpenAsync(browser, stage, queue, titles[0]);
    }
}
