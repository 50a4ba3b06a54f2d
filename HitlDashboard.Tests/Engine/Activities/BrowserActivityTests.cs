using System.Diagnostics;
using System.Text;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Browser;
using HitlDashboard.Tests.Browser;
using Microsoft.AspNetCore.Http;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>The step in the real Chromium, on pages of a local server.</summary>
public sealed class BrowserActivityTests : IAsyncLifetime
{
    private const string Start = """
        <title>Shop</title>
        <form action="/found"><input id="what" name="what" value="old"><select id="size" name="size"><option>S</option><option>XL</option></select><button id="go">Search</button></form>
        <img src="http://127.0.0.1:1/pixel.png" width="1" height="1">
        """;

    // A browser on a slow machine takes its time; the patience of the other activities' tests is too short.
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(3);

    private FakeServer _server = null!;
    private FakeServer _inside = null!;
    private string _chromium = null!;

    public async Task InitializeAsync()
    {
        _chromium = await Chromium.FindOrInstallAsync();
        _inside = await FakeServer.StartAsync(context => context.Response.WriteAsync("metadata"));
        _server = await FakeServer.StartAsync(AnswerAsync);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _inside.DisposeAsync();
    }

    [Fact]
    public async Task RunAsync_Actions_FillClickWaitExtractAndTakePictures()
    {
        var browser = new Activity(Open(new HttpOptions { AllowPrivateNetworks = true }));

        var outcome = await browser.RunAsync(new
        {
            url = _server.Address + "/",
            timeout = "60s",
            actions = new object[]
            {
                new { fill = "#what", value = "red \"shoes\"" },
                new { fill = "#size", value = "XL" },
                new { screenshot = "form.png" },
                new { click = "#go" },
                new { waitFor = ".late" },
                new { extract = ".late", @as = "late" },
                new { extract = "li", @as = "items", all = true },
                new { extract = "a", @as = "link", attribute = "href" },
                new { screenshot = "page.png", all = true },
            },
        }, LongPatience);

        var output = outcome is ActivityOutcome.Produced produced ? produced.Output : throw new InvalidOperationException($"{outcome}");
        Assert.Equal(("Found", $"{_server.Address}/found?what=red+%22shoes%22&size=XL"), (output.GetProperty("title").GetString(), output.GetProperty("url").GetString()));
        Assert.Equal("""{"late":"here","items":["one","two"],"link":"/next"}""", output.GetProperty("extracted").GetRawText());
        Assert.Equal(["form.png", "page.png"], output.GetProperty("screenshots").EnumerateArray().Select(shot => shot.GetProperty("name").GetString()));
        Assert.All(browser.Stored.Values, bytes => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]));
        Assert.Empty(Processes(browser));
    }

    [Theory]
    [InlineData("/redirect")]
    [InlineData("/refresh")]
    [InlineData("/embeds")]
    public async Task RunAsync_PageThatLeadsInside_DoesNotGetThere(string path)
    {
        var browser = new Activity(Open(new HttpOptions { AllowedHosts = [_server.HostAndPort] }));

        var outcome = await browser.RunAsync(new { url = _server.Address + path, actions = path == "/refresh" ? new object[] { new { waitFor = "#never" } } : [], timeout = path == "/refresh" ? "3s" : "60s" }, LongPatience);

        Assert.Empty(_inside.Requests);
        Assert.Equal(path == "/embeds", outcome is ActivityOutcome.Produced);
        if (path == "/redirect")
        {
            Assert.Equal("not-allowed", ((ActivityOutcome.Failed)outcome).Code);
            Assert.Contains(_inside.HostAndPort, ((ActivityOutcome.Failed)outcome).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RunAsync_WhatIsNotThere_IsATimeOut_AndNothingStays()
    {
        var browser = new Activity(Open(new HttpOptions { AllowPrivateNetworks = true }));

        var failure = Assert.IsType<ActivityOutcome.Failed>(await browser.RunAsync(new { url = _server.Address + "/", timeout = "10s", actions = new[] { new { click = "#nothing" } } }, LongPatience));

        Assert.Equal(("timeout", true), (failure.Code, failure.Retryable));
        Assert.Contains("#nothing", failure.Message, StringComparison.Ordinal);
        Assert.Empty(Processes(browser));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KillsTheBrowser()
    {
        var browser = new Activity(Open(new HttpOptions { AllowPrivateNetworks = true }));
        using var cancel = new CancellationTokenSource();

        var running = browser.RunAsync(new { url = _server.Address + "/hangs", timeout = "3m" }, LongPatience, cancel.Token);
        await Support.Eventually.IsTrueAsync(() => _server.Requests.Any(asked => asked.Path == "/hangs"), "the page was asked for");
        Assert.NotEmpty(Processes(browser));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Empty(Processes(browser));
    }

    [Fact]
    public async Task RunAsync_NoChromium_SaysWhatToInstall()
    {
        var failure = await new Activity(new BrowserActivity(new OutboundGuard(new HttpOptions()), new BrowserOptions { Executable = "/no/such/file" }, TimeProvider.System)).FailureAsync(new { url = "https://example.org" });

        Assert.Equal(("browser-missing", false), (failure.Code, failure.Retryable));
        Assert.Contains("apt-get install chromium", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "url": "file:///etc/passwd" }""")]
    [InlineData("""{ "url": "https://example.org", "actions": [{}] }""")]
    [InlineData("""{ "url": "https://example.org", "actions": [{ "extract": "a" }] }""")]
    public async Task RunAsync_UnusableInput_IsRefused(string with) =>
        Assert.Equal("bad-input", (await new Activity(Open(new HttpOptions())).FailureAsync(HitlDashboard.Engine.Lifecycle.EngineJson.Parse(with))).Code);

    private BrowserActivity Open(HttpOptions http) => new(new OutboundGuard(http), new BrowserOptions { Executable = _chromium }, TimeProvider.System);

    private static List<int> Processes(Activity activity)
    {
        var mark = Encoding.UTF8.GetBytes($"{activity.TaskId}:1");
        return [.. Process.GetProcesses().Select(process => process.Id).Where(id => id != Environment.ProcessId && Carries(id, mark))];
    }

    private static bool Carries(int id, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{id}/environ").AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        switch (context.Request.Path.Value)
        {
            case "/found":
                await context.Response.WriteAsync("<title>Found</title><ul><li>one<li>two</ul><a href='/next'>next</a><script>alert('hello'); setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<p class=late> here </p>'), 200)</script>");
                break;
            case "/redirect":
                context.Response.Redirect(_inside.Address + "/latest/meta-data");
                break;
            case "/refresh":
                await context.Response.WriteAsync($"<meta http-equiv=refresh content='0;url={_inside.Address}/x'>");
                break;
            case "/embeds":
                await context.Response.WriteAsync($"<img src='{_inside.Address}/i'><iframe src='{_inside.Address}/f'></iframe><script>fetch('{_inside.Address}/s', {{ mode: 'no-cors' }}).catch(() => 0); new WebSocket('{_inside.Address.Replace("http", "ws", StringComparison.Ordinal)}/w')</script>");
                break;
            case "/hangs":
                // A page that never answers, until its caller leaves.
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            default:
                await context.Response.WriteAsync(Start);
                break;
        }
    }
}
