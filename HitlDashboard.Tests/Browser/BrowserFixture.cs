using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>Tests that share one Chromium. Put <c>[Collection(BrowserTests.Name)]</c> on the class and ask for a <see cref="BrowserFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}

/// <summary>One Chromium with a fresh profile for a collection of tests; every page lives in a context of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        var program = await Chromium.FindOrInstallAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Headless = true, Args = Chromium.Flags, Timeout = 60_000 });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>A window with cookies of its own.</summary>
    /// <param name="baseUrl">What relative addresses start with.</param>
    /// <param name="view">Its size and theme; null means 1280×720, light.</param>
    public async Task<IBrowserContext> OpenAsync(Uri baseUrl, View? view = null)
    {
        var look = view ?? View.Laptop;
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = baseUrl.ToString(),
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }
}

/// <summary>A window's size in pixels, and its theme.</summary>
public sealed record View(int Width, int Height, bool IsDark = false)
{
    public static View Laptop { get; } = new(1280, 720);

    public static View Desktop { get; } = new(1920, 1080);

    public static View Wall { get; } = new(3840, 2160, IsDark: true);

    public View Dark => this with { IsDark = true };

    public string Theme => IsDark ? "dark" : "light";

    public override string ToString() => $"{Theme}-{Width}x{Height}";
}
