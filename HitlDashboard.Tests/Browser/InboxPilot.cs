using HitlDashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>A person at the inbox: presses keys, waits for what they would wait for.</summary>
internal sealed class InboxPilot : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private InboxPilot(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <param name="browser">The browser.</param>
    /// <param name="stage">The server.</param>
    /// <param name="queue">Which queue.</param>
    /// <param name="first">The item to begin with, or null for whichever is first.</param>
    public static async Task<InboxPilot> OpenAsync(BrowserFixture browser, InboxStage stage, string queue, string? first = null)
    {
        var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var pilot = new InboxPilot(context, await stage.OpenAsync(context, $"/inbox?queue={queue}"));
        if (first is not null)
        {
            await pilot.ShowsAsync(first);
        }

        return pilot;
    }

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    /// <summary>Waits as long as a new item must have been in front before it can be decided.</summary>
    public Task ReadAsync() => PaintedAsync(330);

    /// <summary>Waits until an item is in front; null waits until none is.</summary>
    public async Task ShowsAsync(string? title)
    {
        if (title is null)
        {
            await Page.Locator(".pane-empty .empty-state").WaitForAsync();
        }
        else
        {
            await Page.Locator("[data-review-title]", new() { HasTextString = title }).WaitForAsync();
        }
    }

    public async Task OpenFormAsync(string key)
    {
        await ReadAsync();
        await PressAsync(key);
        await Page.Locator("[data-form]").WaitForAsync();
        await PaintedAsync(0);
    }

    /// <summary>The second gesture of a risky decision is taken half a second after the first at the earliest.</summary>
    public async Task SubmitWhenAllowedAsync()
    {
        await PaintedAsync(530);
        await PressAsync("Control+Enter");
    }

    public async Task ProblemAsync(string text) => await Page.Locator("[data-problem]", new() { HasTextString = text }).WaitForAsync();

    /// <inheritdoc cref="Pages.PaintedAsync" />
    public Task PaintedAsync(int milliseconds) => Page.PaintedAsync(milliseconds);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
