using System.Text.Json.Nodes;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary><c>browser</c>: opens a page in an installed Chromium, acts on it and reads from it. Every connection goes through the <see cref="OutboundGuard"/>.</summary>
internal sealed class BrowserActivity(OutboundGuard guard, BrowserOptions options, TimeProvider clock) : IActivity
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    public string Uses => "browser";

    public bool ReadsSecrets => true;

    public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        if (BrowserProcess.Find(options) is not { } file)
        {
            return new ActivityOutcome.Failed(
                "browser-missing", "No Chromium is installed here. Install it (on Debian: apt-get install chromium) so that 'chromium' is in PATH, or set Browser:Executable to its program file.", Retryable: false);
        }

        try
        {
            return await RunAsync(BrowserScript.Read(context.With), file, context, cancellation);
        }
        catch (ActivityWithException error)
        {
            return error.Outcome;
        }
        catch (BrowserFailedException failure)
        {
            return failure.Outcome;
        }
        catch (DevToolsException error)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ActivityOutcome.Failed("browser-failed", error.Message, Retryable: true);
        }
    }

    private async Task<ActivityOutcome> RunAsync(BrowserScript script, string file, ActivityContext context, CancellationToken cancellation)
    {
        await using var proxy = new GuardedProxy(guard);
        var (process, address) = await WithinAsync(StartTimeout, "Chromium's start", stop => BrowserProcess.StartAsync(file, proxy.Address, script.Headless, context.IdempotencyKey, stop), cancellation);
        await using var browser = process;
        await using var tools = new DevTools();
        await tools.OpenAsync(address, cancellation);
        var page = await BrowserPage.OpenAsync(tools, clock, cancellation);
        var (extracted, screenshots) = (new JsonObject(), new JsonArray());
        foreach (var action in script.Actions.Prepend(new BrowserAction("goto", script.Address.AbsoluteUri, "", "", null, All: false)))
        {
            await WithinAsync(script.Timeout, $"{action.Verb} {action.Target}", async stop =>
            {
                await ActAsync(page, action, extracted, screenshots, proxy, context, stop);
                await CheckAsync(page, proxy, stop);
                return true;
            }, cancellation);
        }

        var (title, url) = await page.NameAsync(cancellation);
        return new ActivityOutcome.Produced(EngineJson.From(new JsonObject { ["title"] = title, ["url"] = url, ["extracted"] = extracted, ["screenshots"] = screenshots }));
    }

    private static async Task ActAsync(
        BrowserPage page, BrowserAction action, JsonObject extracted, JsonArray screenshots, GuardedProxy proxy, ActivityContext context, CancellationToken stop)
    {
        switch (action.Verb)
        {
            case "goto":
                var target = BrowserScript.Target(action.Target);
                if (await page.GoToAsync(target, stop) is { } error)
                {
                    throw Failed(await page.UnreachableAsync(stop) ?? target, proxy, error);
                }

                break;
            case "click":
                await page.ClickAsync(action.Target, stop);
                break;
            case "fill":
                await page.FillAsync(action.Target, action.Value, stop);
                break;
            case "waitFor":
                await page.WaitForAsync(action.Target, stop);
                break;
            case "extract":
                var found = await page.ReadAsync(action.Target, action.Attribute, action.All, stop);
                extracted[action.As] = JsonNode.Parse((action.All ? found : found.GetProperty("found")).GetRawText());
                break;
            case "screenshot":
                var artifact = await context.StoreAsync(action.Target, "image/png", await page.ScreenshotAsync(action.All, stop), stop);
                screenshots.Add(new JsonObject { ["id"] = artifact.Id.ToString(), ["name"] = artifact.Name, ["mediaType"] = artifact.MediaType, ["size"] = artifact.Size, ["sha256"] = artifact.Sha256 });
                break;
        }
    }

    // A click may lead somewhere else too.
    private static async Task CheckAsync(BrowserPage page, GuardedProxy proxy, CancellationToken stop)
    {
        if (await page.UnreachableAsync(stop) is { } unreachable)
        {
            throw Failed(unreachable, proxy, "the page could not be opened");
        }
    }

    private static BrowserFailedException Failed(Uri address, GuardedProxy proxy, string error) => new(proxy.RefusalOf(address) is { } refusal
        ? new ActivityOutcome.Failed("not-allowed", refusal, Retryable: false)
        : new ActivityOutcome.Failed("network", $"{address.GetLeftPart(UriPartial.Path)} could not be opened ({error}). Check that it is up and reachable from here.", Retryable: true));

    private async Task<T> WithinAsync<T>(TimeSpan limit, string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new BrowserFailedException(new ActivityOutcome.Failed("timeout", $"{what} did not succeed within {limit.TotalSeconds:0.###} s.", Retryable: true));
        }
    }
}

/// <summary>The step fails.</summary>
/// <param name="outcome">How.</param>
internal sealed class BrowserFailedException(ActivityOutcome.Failed outcome) : Exception(outcome.Message)
{
    /// <summary>How.</summary>
    public ActivityOutcome.Failed Outcome => outcome;
}
