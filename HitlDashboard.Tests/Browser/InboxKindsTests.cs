using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>Every kind of artifact in a real browser; what comes from agents runs nothing and loads nothing.</summary>
[Collection(BrowserTests.Name)]
public sealed class InboxKindsTests(BrowserFixture browser, InboxStage stage) : IClassFixture<InboxStage>
{
    private const string Hostile =
        "<script>window.pwned = 1; parent.pwned = 1</script><img src='https://example.com/pixel.png' onerror='parent.pwned = 1'>"
        + "<h1>Hello</h1>[click](javascript:window.pwned=1) ![x](https://example.com/pixel.png) \u202egnp.exe";

    public static TheoryData<string, object, string> Kinds => new()
    {
        { "html", Hostile, ".viewer-html" },
        { "markdown", Hostile + "\n\n## Changes\n\n- [x] faster\n- [ ] smaller\n\n| what | before | after |\n|---|---|---|\n| start | 4 s | 1 s |\n\n> Quoted.", ".viewer-markdown" },
        { "text", Hostile, ".viewer-text" },
        { "code", "public static int Sum(int[] values)\n{\n    var sum = 0; // " + Hostile + "\n    return sum;\n}", ".viewer-code" },
        { "diff", "diff --git a/app.cs b/app.cs\n--- a/app.cs\n+++ b/app.cs\n@@ -1,3 +1,3 @@ class App\n namespace App;\n-var port = 80;\n+var port = 8080;\n " + Hostile, ".viewer-diff" },
        { "table", new[] { new { package = "Markdig", asked = "1.6.0", stars = 4200, note = Hostile }, new { package = "DiffPlex", asked = "1.4.4", stars = 900, note = "" } }, ".viewer-table" },
        { "json", new { project = "app.csproj", findings = new[] { new { id = 1, note = Hostile, ok = true } }, nothing = (string?)null }, ".viewer-json" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Artifact_OfEveryKind_IsShownAndHarmless(string kind, object content, string viewer)
    {
        var queue = $"kind-{kind}";
        await SaveAsync(queue, kind);
        await AskAsync(queue, content);
        await using var context = await browser.OpenAsync(stage.Server.BaseAddress);
        var foreign = new List<string>();
        await context.RouteAsync(url => url.StartsWith("http", StringComparison.Ordinal) && !url.StartsWith(stage.Server.BaseAddress.ToString(), StringComparison.Ordinal), route =>
        {
            // What leaves the page, not what the policy stopped: of that the browser tells too, now and then.
            foreign.Add(route.Request.Url);
            return route.AbortAsync();
        });
        var page = await stage.OpenAsync(context, $"/inbox?queue={queue}");

        await page.Locator(viewer).First.WaitForAsync();

        await Screens.TakeAsync(page, "inbox", $"kind-{kind}", View.Laptop);
        Assert.Empty(foreign);
        Assert.True(await page.EvaluateAsync<bool>("window.pwned === undefined"));
        Assert.Equal(0, await page.Locator(".review script, .review img, .review a[href^=javascript]").CountAsync());

        // The trap itself works.
        await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync("https://example.com/"));
        Assert.NotEmpty(foreign);
    }

    [Fact]
    public async Task ClickIntoRenderedHtml_LeavesTheKeysAlive()
    {
        await SaveAsync("frame", "html");
        await AskAsync("frame", Hostile);
        await using var desk = await InboxPilot.OpenAsync(browser, stage, "frame");

        await desk.Page.ClickAsync(".viewer-html");
        await desk.Page.Locator("[data-review]:focus").WaitForAsync();
        await desk.OpenFormAsync("r");
    }

    [Fact]
    public async Task HumanStep_WithAForm_IsAnsweredByKeyboard()
    {
        await stage.SaveAsync("human", "medium", """
            uses: human
            with:
              instructions: "Which channel shall it go to?"
              form:
                type: object
                required: [channel]
                properties:
                  channel: { type: string, title: Channel, enum: [Beta, Stable] }
                  copies: { type: integer, title: Copies, default: 2 }
                  urgent: { type: boolean, title: Urgent }
                  note: { type: string, title: Note, format: multiline, description: "Shown to nobody else." }
            review:
              title: "{{input.title}}"
            """);
        await stage.AskAsync("human", "Release 4.2");
        await using var desk = await InboxPilot.OpenAsync(browser, stage, "human");

        await desk.OpenFormAsync("e");
        await Screens.TakeAsync(desk.Page, "inbox", "human-form", View.Laptop);
        await desk.PressAsync("Control+Enter");
        await desk.Page.Locator("[data-problem]:not(:empty)").WaitForAsync();
        await desk.Page.SelectOptionAsync("[data-name=channel]", "Stable");
        await desk.Page.CheckAsync("[data-name=urgent]");
        await desk.PressAsync("Control+Enter");
        await desk.ShowsAsync(null);

        var page = await stage.Get<ReviewQueries>().ListAsync(new ReviewFilter { Queue = "human", States = [ReviewState.Staged] });
        var output = (await stage.Get<ReviewQueries>().GetAsync(Assert.Single(page.Items).Id))!.AmendedOutput!.Value;
        Assert.Equal("""{"channel":"Stable","copies":2,"urgent":true}""", output.GetRawText());
    }

    private Task SaveAsync(string queue, string kind) => stage.SaveAsync(queue, "low", $$$"""
        uses: set
        with: { value: "{{input.value}}" }
        review:
          title: "A {{{kind}}} artifact"
          show: { kind: {{{kind}}}, value: "{{output.value}}" }
        """);

    private async Task AskAsync(string queue, object content)
    {
        var input = EngineJson.From(new { title = queue, text = "", value = content });
        var answer = await stage.Get<StartRun>().ExecuteAsync(queue, input, new Actor("author", Role.Admin));
        Assert.True(answer.Refused is null, answer.Refused?.Message);
        await Eventually.IsTrueAsync(async () => await stage.CountAsync(queue, ReviewState.Open) > 0, $"a review waits in {queue}");
    }
}
