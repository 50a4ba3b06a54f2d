using Microsoft.Playwright;

namespace HitlDashboard.Bench;

/// <summary>A person with a browser.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Visitor(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public static async Task<Visitor> ArriveAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Visitor(playwright, browser, await browser.NewPageAsync());
    }

    /// <summary>Signs in as <c>admin</c> and waits for the Inbox.</summary>
    public async Task SignInAsync(Uri server)
    {
        await Page.GotoAsync(new Uri(server, "/signin").ToString());
        await Page.FillAsync("input[autocomplete=username]", "admin");
        await Page.FillAsync("input[type=password]", ServerUnderMeasure.Password);
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync("**/inbox*");
        await Page.WaitForSelectorAsync("main h1");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
