using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class RunsPageTests
{
    private static readonly WorkflowDefinition Notes =
        Samples.Workflow("release-notes", Samples.Step("plan") with { Milestone = "Planned" }, Samples.Step("draft", "plan"));

    [Fact]
    public void Page_NoRuns_SaysWhereToStart()
    {
        using var bench = new PageBench();

        var page = bench.Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal("No runs yet", page.Find(".empty-state h2").TextContent));
        Assert.Equal("/workflows", page.Find(".empty-state a").GetAttribute("href"));
    }

    [Fact]
    public void Page_Runs_ShowsStateProgressAndWhatIsWaitedFor()
    {
        using var bench = new PageBench();
        var run = Samples.Run(Notes, 7);
        bench.Fill(Notes, Samples.Row(Notes), run, Samples.Task(run, "plan", TaskState.Completed, Resolution.Succeeded), Samples.Task(run, "draft", TaskState.AwaitingReview));

        var page = bench.Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal("#7 Title of release-notes", page.Find("tbody .run-title a").TextContent));
        Assert.Equal($"/runs/{run.Id}", page.Find("tbody .run-title a").GetAttribute("href"));
        var cells = page.FindAll("tbody td").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal("Running", cells[0]);
        Assert.Equal("release-notes", cells[2]);
        Assert.Matches(@"1/2\s*Planned", cells[3]);
        Assert.Equal(["1 review", "ben", "30 min ago", "30 min"], cells[4..8]);
    }

    [Fact]
    public void Page_NothingMatches_OffersToClearTheFilter()
    {
        using var bench = new PageBench();
        bench.Fill(Notes, Samples.Run(Notes, 1));
        Go(bench, "/runs?state=failed");

        var page = bench.Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal("No run matches the filter", page.Find(".empty-state h2").TextContent));
        Assert.Equal("/runs", page.Find(".empty-state a").GetAttribute("href"));
    }

    [Fact]
    public void Filter_Changed_GoesIntoTheUrl()
    {
        using var bench = new PageBench();
        bench.Fill(Notes, Samples.Row(Notes), Samples.Run(Notes, 1));
        Go(bench, "/runs?after=00");
        var page = bench.Render<RunsPage>();

        page.FindAll("select")[0].Change("Running");

        Assert.EndsWith("/runs?state=running", bench.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_MoreThanOnePage_LinksToOlderRuns()
    {
        using var bench = new PageBench();
        bench.Fill([Notes, .. Enumerable.Range(1, 51).Select(number => Samples.Run(Notes, number))]);

        var page = bench.Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal(50, page.FindAll("tbody tr").Count));
        Go(bench, page.Find(".run-pages a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.StartsWith("#1 ", Assert.Single(page.FindAll("tbody .run-title")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_RunChanges_ShowsItWithoutReload()
    {
        using var bench = new PageBench();
        var run = Samples.Run(Notes, 1);
        bench.Fill(Notes, run);
        var page = bench.Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal("Running", page.Find("tbody .status").TextContent));

        bench.Change(context => context.Runs.ExecuteUpdate(set => set.SetProperty(row => row.State, RunState.Paused)));
        bench.Bus.Publish([new EngineEvent.RunChanged(1, run.Id, run.Workflow, RunState.Paused)]);

        page.WaitForAssertion(() => Assert.Equal("Paused", page.Find("tbody .status").TextContent));
    }

    [Fact]
    public void Page_ReadingFails_SaysSoAndRecovers()
    {
        using var bench = new PageBench();
        bench.Fill(Notes, Samples.Run(Notes, 1));
        bench.Break();

        var page = bench.Render<RunsPage>();

        page.WaitForAssertion(() => Assert.Equal("The runs could not be read", page.Find(".error-panel h2").TextContent));
        Assert.Equal(8, page.Find(".error-panel code").TextContent.Length);
        bench.Mend();
        page.Find(".error-panel button").Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        Assert.Empty(page.FindAll(".error-panel"));
    }

    [Fact]
    public async Task Page_Disposed_StopsListening()
    {
        using var bench = new PageBench();
        bench.Render<RunsPage>();
        Assert.Equal(1, bench.LiveListeners);

        await bench.DisposeComponentsAsync();

        Assert.Equal(0, bench.LiveListeners);
    }

    private static void Go(PageBench bench, string uri) => bench.Services.GetRequiredService<NavigationManager>().NavigateTo(uri);
}
