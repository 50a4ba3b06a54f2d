using System.Text.Json;
using System.Text.Json.Nodes;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>One page. Everything that needs an element waits until it is there.</summary>
internal sealed class BrowserPage(DevTools tools, string session, TimeProvider clock)
{
    private const int TallestScreenshot = 16_384;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private const string Shown = "const e = document.querySelector(s); const r = e?.getBoundingClientRect(); if (!r || r.width === 0 || r.height === 0) return null;";
    private const string Text = "const read = e => a ? e.getAttribute(a) : /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName) ? e.value : e.innerText.trim();";

    public static async Task<BrowserPage> OpenAsync(DevTools tools, TimeProvider clock, CancellationToken cancellation)
    {
        await tools.CallAsync("Browser.setDownloadBehavior", new JsonObject { ["behavior"] = "deny" }, null, cancellation);
        var target = await tools.CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }, null, cancellation);
        var attached = await tools.CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true }, null, cancellation);
        var session = attached.GetProperty("sessionId").GetString()!;
        await tools.CallAsync("Page.enable", null, session, cancellation);
        return new BrowserPage(tools, session, clock);
    }

    /// <summary>Opens an address; null, or what the browser says where it could not.</summary>
    public async Task<string?> GoToAsync(Uri address, CancellationToken cancellation)
    {
        var answer = await CallAsync("Page.navigate", new JsonObject { ["url"] = address.AbsoluteUri }, cancellation);
        if (answer.TryGetProperty("errorText", out var error) && error.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        await SettleAsync(cancellation);
        return null;
    }

    /// <summary>The address that the page failed to open, or null where it shows what it should.</summary>
    public async Task<Uri?> UnreachableAsync(CancellationToken cancellation)
    {
        var frame = (await CallAsync("Page.getFrameTree", null, cancellation)).GetProperty("frameTree").GetProperty("frame");
        return frame.TryGetProperty("unreachableUrl", out var url) && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var address) ? address : null;
    }

    public async Task ClickAsync(string selector, CancellationToken cancellation)
    {
        var at = await UntilAsync($"{Shown} e.scrollIntoView({{ block: 'center', inline: 'center' }}); const b = e.getBoundingClientRect(); return {{ x: b.x + b.width / 2, y: b.y + b.height / 2 }};", selector, null, cancellation);
        foreach (var kind in new[] { "mouseMoved", "mousePressed", "mouseReleased" })
        {
            await CallAsync("Input.dispatchMouseEvent", new JsonObject
            {
                ["type"] = kind, ["x"] = at.GetProperty("x").GetDouble(), ["y"] = at.GetProperty("y").GetDouble(), ["button"] = kind == "mouseMoved" ? "none" : "left", ["clickCount"] = kind == "mouseMoved" ? 0 : 1,
            }, cancellation);
        }

        await SettleAsync(cancellation);
    }

    public async Task FillAsync(string selector, string text, CancellationToken cancellation)
    {
        var types = await UntilAsync(
            $"{Shown} e.focus(); if (e.tagName !== 'SELECT' && a) {{ e.select ? e.select() : getSelection().selectAllChildren(e); return true; }} "
            + "e.value = a; for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true })); return false;", selector, text, cancellation);
        if (types.GetBoolean())
        {
            await CallAsync("Input.insertText", new JsonObject { ["text"] = text }, cancellation);
        }
    }

    public Task WaitForAsync(string selector, CancellationToken cancellation) => UntilAsync($"{Shown} return true;", selector, null, cancellation);

    public Task<JsonElement> ReadAsync(string selector, string? attribute, bool all, CancellationToken cancellation) => UntilAsync(
        all ? $"{Text} return [...document.querySelectorAll(s)].map(read);" : $"{Text} const e = document.querySelector(s); return e ? {{ found: read(e) }} : null;", selector, attribute, cancellation);

    public async Task<byte[]> ScreenshotAsync(bool all, CancellationToken cancellation)
    {
        var parameters = new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = all };
        if (all)
        {
            var size = (await CallAsync("Page.getLayoutMetrics", null, cancellation)).GetProperty("cssContentSize");
            parameters["clip"] = new JsonObject { ["x"] = 0, ["y"] = 0, ["scale"] = 1, ["width"] = size.GetProperty("width").GetDouble(), ["height"] = Math.Min(size.GetProperty("height").GetDouble(), TallestScreenshot) };
        }

        return (await CallAsync("Page.captureScreenshot", parameters, cancellation)).GetProperty("data").GetBytesFromBase64();
    }

    public async Task<(string Title, string Url)> NameAsync(CancellationToken cancellation)
    {
        var name = await EvaluateAsync("({ title: document.title, url: location.href })", cancellation);
        return (name.GetProperty("title").GetString()!, name.GetProperty("url").GetString()!);
    }

    /// <summary>Lets what a click or an address began show itself, then waits until the page is there.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        await UntilAsync("return new Promise(done => setTimeout(() => done(true), 20));", "", null, cancellation);
        await UntilAsync("return document.readyState === 'complete' || null;", "", null, cancellation);
    }

    private async Task<JsonElement> UntilAsync(string body, string selector, string? argument, CancellationToken cancellation)
    {
        var expression = $"((s, a) => {{ {body} }})({JsonSerializer.Serialize(selector)}, {JsonSerializer.Serialize(argument)})";
        while (true)
        {
            try
            {
                if (await EvaluateAsync(expression, cancellation) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value)
                {
                    return value;
                }
            }
            catch (DevToolsException error) when (error.Message.Contains("context", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("navigated", StringComparison.OrdinalIgnoreCase))
            {
                // The page just became another one; look again there.
            }

            await Task.Delay(Pause, clock, cancellation);
        }
    }

    private async Task<JsonElement> EvaluateAsync(string expression, CancellationToken cancellation)
    {
        var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true }, cancellation);
        return answer.TryGetProperty("exceptionDetails", out var thrown)
            ? throw new ActivityWithException($"The page refused: {(thrown.TryGetProperty("exception", out var error) && error.TryGetProperty("description", out var text) ? text.GetString()!.Split('\n')[0] : "an error")}")
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    private Task<JsonElement> CallAsync(string method, JsonObject? parameters, CancellationToken cancellation) => tools.CallAsync(method, parameters, session, cancellation);
}
