using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class InboxSpeedTests(BrowserFixture browser, InboxStage stage, ITestOutputHelper output) : IClassFixture<InboxStage>
{
    [Fact]
    public async Task Approve_FortyInARow_PaintsTheNextItemSoon()
    {
        const int waiting = 300, decided = 40;
        await stage.SaveAsync("speed");
        for (var number = 1; number <= waiting; number++)
        {
            await stage.Get<StartRun>().ExecuteAsync("speed", EngineJson.From(new { title = $"Item {number}", text = "text" }), new Actor("author", Role.Admin));
        }

        await Eventually.IsTrueAsync(async () => await stage.CountAsync("speed", ReviewState.Open) >= waiting, "all wait", TimeSpan.FromSeconds(60));
        await using var desk = await InboxPilot.OpenAsync(browser, stage, "speed");
        await desk.ReadAsync();

        var times = await desk.Page.EvaluateAsync<double[]>(
            $$"""
            async () => {
              const times = [];
              const pane = document.querySelector('[data-review]');
              for (let n = 0; n < {{decided}}; n++) {
                await new Promise(go => setTimeout(go, 400));
                const from = performance.now();
                const painted = new Promise(go => {
                  const observer = new MutationObserver(() => { observer.disconnect(); requestAnimationFrame(() => requestAnimationFrame(() => go(performance.now() - from))); });
                  observer.observe(pane, { attributeFilter: ['data-id'] });
                });
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', code: 'KeyA', bubbles: true, composed: true }));
                times.push(await painted);
              }
              return times;
            }
            """);

        Array.Sort(times);
        output.WriteLine($"key to next item painted: median {times[decided / 2]:0} ms, p95 {times[(int)(decided * 0.95) - 1]:0} ms, worst {times[^1]:0} ms");
        Assert.InRange(times[decided / 2], 0, 250);
        Assert.True(await desk.Page.EvaluateAsync<int>("document.querySelector('.queue-list').querySelectorAll('*').length") < 1500);
    }
}
