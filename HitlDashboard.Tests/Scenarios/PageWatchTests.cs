using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>A page on a server of the test's own: asked about when it changed, and only then.</summary>
public sealed class PageWatchTests : IAsyncLifetime
{
    private const string Workflow = "page-watch";

    private readonly WebApplication _site;
    private string _page = "first\n";

    public PageWatchTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _site = builder.Build();
        _site.MapGet("/", () => Results.Text(_page));
    }

    public Task InitializeAsync() => _site.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task Run_PageChanges_AsksAboutEachChangeOnce()
    {
        var address = new Uri(_site.Urls.First());
        await using var engine = await SampleRuns.StartAsync(services => services.AddSingleton(new HttpOptions { AllowedHosts = [address.Authority] }));
        await engine.SaveSampleAsync(Workflow);

        Assert.Contains("+first", await DecideAsync(engine, address, Verdict.Approve), StringComparison.Ordinal);
        Assert.Null(await DecideAsync(engine, address, null));
        _page = "second\n";
        Assert.Contains("-first\n+second", await DecideAsync(engine, address, Verdict.Reject), StringComparison.Ordinal);
        Assert.Equal("first\n", engine.Published(Workflow, "page.txt"));
        Assert.Contains("-first\n+second", await DecideAsync(engine, address, Verdict.Approve), StringComparison.Ordinal);

        Assert.Equal("second\n", engine.Published(Workflow, "page.txt"));
    }

    /// <summary>What was asked, or null where nobody was.</summary>
    private static async Task<string?> DecideAsync(EngineHarness engine, Uri address, Verdict? verdict)
    {
        var run = await engine.RunAsync(Workflow, new { url = address });
        if (verdict is not { } said)
        {
            Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(run)).Summary.State);
            return null;
        }

        var review = await engine.ReviewAsync(run);
        Assert.Null((await engine.DecideAsync(review, said, reason: said == Verdict.Reject ? "Not expected" : null)).Refused);
        Assert.Equal(said == Verdict.Approve ? RunState.Completed : RunState.Failed, (await engine.UntilFinalAsync(run)).Summary.State);
        return review.Request.Content.GetString();
    }
}
