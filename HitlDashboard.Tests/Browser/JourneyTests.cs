using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace HitlDashboard.Tests.Browser;

/// <summary>What a newcomer does, from the link on the console to the published file.</summary>
[Collection(BrowserTests.Name)]
public sealed class JourneyTests(BrowserFixture browser)
{
    private const string Letter = """
        name: letter
        title: Letter
        input: { type: object, required: [name], properties: { name: { type: string, title: Name } } }
        steps:
          - id: draft
            uses: template
            with: { template: "Dear {{input.name}}," }
            review: { show: { kind: markdown, value: "{{output.text}}" }, edit: [text], risk: low }
          - id: publish
            uses: template
            with: { template: "{{steps.draft.output.text}}", file: letter.md }
        """;

    [Fact]
    public async Task Newcomer_FromTheConsoleLink_ToThePublishedFile_ByKeyboard()
    {
        await using var server = await DashboardServer.StartAsync(new Dictionary<string, string?>
        {
            ["Bootstrap:AdminPassword"] = null,
            ["Bootstrap:ApiKey"] = null,
        });
        await File.WriteAllTextAsync(Path.Combine(server.WorkflowsDirectory, "letter.yaml"), Letter);
        await using var context = await browser.OpenAsync(server.BaseAddress);
        var page = await context.NewPageAsync();
        await SetUpAsync(page, server.Console);

        await GoAsync(page, "f", "/workflows");
        await Eventually.IsTrueAsync(
            async () => (await server.Services.GetRequiredService<WorkflowQueries>().GetAsync("letter"))?.Definition is not null,
            "the workflow's file was read");
        await page.GotoAsync("/workflows/letter?view=start");
        await page.FillAsync("#start-name", "Kim");
        await page.ClickAsync(".start-form button[type=submit]");
        await page.IsAtAsync("/runs/[^/]+$");
        await AmendAsync(page, "Dear Kim, welcome.");

        var file = Path.Combine(server.DataDirectory, "published", "letter", "letter.md");
        await Eventually.IsTrueAsync(() => Task.FromResult(File.Exists(file)), "the letter is published");
        Assert.Equal("Dear Kim, welcome.", await File.ReadAllTextAsync(file));
        await page.GotoAsync("/runs");
        await page.Locator("tbody").GetByText("Completed").First.WaitForAsync();
        await Screens.TakeAsync(page, "runs", "completed", View.Laptop);
    }

    private static async Task SetUpAsync(IPage page, string console)
    {
        var link = console.Split().First(word => word.Contains("/setup?", StringComparison.Ordinal));
        await page.GotoAsync(link);
        await Screens.TakeAsync(page, "setup", "first", View.Laptop);
        await page.FillAsync("[name=password]", "correct horse battery");
        await page.Keyboard.PressAsync("Enter");
        await page.IsAtAsync("/inbox");
        await page.Locator(".queue-empty").WaitForAsync();
    }

    // A page that has just arrived takes keys a moment later; a person presses again.
    private static async Task GoAsync(IPage page, string key, string address)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); !page.Url.EndsWith(address, StringComparison.Ordinal) && DateTime.UtcNow < deadline;)
        {
            await page.Keyboard.PressAsync("g");
            await page.Keyboard.PressAsync(key);
            await page.WaitForFunctionAsync("() => new Promise(go => setTimeout(() => go(true), 600))");
        }

        Assert.EndsWith(address, page.Url, StringComparison.Ordinal);
    }

    private static async Task AmendAsync(IPage page, string text)
    {
        await page.GotoAsync("/inbox");
        await page.Locator(".decision-bar").WaitForAsync();
        await PressUntilAsync(page, "e", "[data-form] textarea");
        await page.Locator("[data-form] textarea").First.FillAsync(text);
        await page.PaintedAsync(0);
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator("[data-form]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    // Keys within the dwell time are dropped; pressing again is what a person does.
    private static async Task PressUntilAsync(IPage page, string key, string appears)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(20); !await page.Locator(appears).First.IsVisibleAsync() && DateTime.UtcNow < deadline;)
        {
            await page.Keyboard.PressAsync(key);
            await page.WaitForFunctionAsync("() => new Promise(go => setTimeout(() => go(true), 400))");
        }

        await page.Locator(appears).First.WaitForAsync();
    }
}
