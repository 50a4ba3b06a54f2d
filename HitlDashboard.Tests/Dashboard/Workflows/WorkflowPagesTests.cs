using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using HitlDashboard.Workflows;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Workflows;

public sealed class WorkflowPagesTests
{
    private static readonly WorkflowDefinition Notes = Samples.Workflow("release-notes", Samples.Step("plan"), Samples.Step("draft", "plan")) with
    {
        Description = "Writes notes.",
        Source = "name: release-notes\nsteps:\n  - id: plan\n",
        Input = EngineJson.Parse("""{ "type": "object", "required": ["repository"], "properties": { "repository": { "type": "string", "minLength": 3, "description": "Which one." } } }"""),
    };

    [Fact]
    public void List_Empty_SaysWhereFilesGo()
    {
        using var bench = new PageBench();

        var page = bench.Render<WorkflowsPage>();

        page.WaitForAssertion(() => Assert.Equal("No workflows yet", page.Find(".empty-state h2").TextContent));
        Assert.Equal("workflows", page.Find(".empty-state code").TextContent);
    }

    [Fact]
    public void List_GoodAndBroken_SaysWhichAndHowManyErrors()
    {
        using var bench = new PageBench();
        bench.Fill(Notes, Samples.Row(Notes), Samples.Version(Notes), Samples.Run(Notes, 1), Samples.BrokenRow("audit", 2));

        var page = bench.Render<WorkflowsPage>();

        page.WaitForAssertion(() => Assert.Equal(["Broken, 2 errors", "Valid"], page.FindAll(".status").Select(badge => badge.TextContent)));
        Assert.Equal("/runs?state=running&workflow=release-notes", page.FindAll("tbody a").Single(link => link.TextContent == "1").GetAttribute("href"));
        Assert.Single(page.FindAll(".workflow-actions a"));
    }

    [Fact]
    public void Page_WithASchedule_ShowsTheNextFiveInstants_AndWhyTheLastGotNoRun()
    {
        using var bench = new PageBench();
        var berlin = CronSchedule.Parse("0 0 8 * * ?", CronSchedule.FindZone("Europe/Berlin")!);
        var daily = Notes with { Schedule = [new ScheduleDefinition { Cron = berlin, Name = "daily", Overlap = OverlapRule.Queue }] };
        bench.Fill(daily, Samples.Row(daily), Samples.Version(daily), new ScheduleRow
        {
            Workflow = daily.Name,
            Name = "daily",
            NextAt = berlin.After(FixedClock.Noon),
            Problem = "The run before is not final.",
        });

        var page = bench.Render<WorkflowPage>(parameters => parameters.Add(shown => shown.Name, daily.Name));

        page.WaitForAssertion(() => Assert.Equal(
            Enumerable.Range(3, 5).Select(day => $"2026-03-0{day} 07:00:00"), page.FindAll(".schedule-next time").Select(time => time.TextContent)));
        Assert.Contains("The run before is not final.", page.Find(".schedule-problem").TextContent, StringComparison.Ordinal);
        Assert.Contains("waits while one runs", page.Find(".workflow-schedules").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WorkflowSaved_AppearsAndDisposedStopsListening()
    {
        using var bench = new PageBench();
        var page = bench.Render<WorkflowsPage>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".empty-state")));

        bench.Fill(Notes, Samples.Row(Notes), Samples.Version(Notes));
        bench.Bus.Publish([new EngineEvent.WorkflowChanged(1, Notes.Name)]);

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
        await bench.DisposeComponentsAsync();
        Assert.Equal(0, bench.LiveListeners);
    }

    [Fact]
    public void Page_Unknown_SaysSo()
    {
        using var bench = new PageBench();

        var page = Open(bench, "nothing");

        page.WaitForAssertion(() => Assert.Equal("There is no workflow named nothing", page.Find(".empty-state h2").TextContent));
    }

    [Fact]
    public void Page_Graph_ShowsTheChosenStep()
    {
        using var bench = Filled();

        var page = Open(bench, "release-notes", "?step=draft");

        page.WaitForAssertion(() => Assert.Equal("draft", page.Find("#step-title").TextContent));
        Assert.Empty(page.FindAll(".graph-node .status"));
        Assert.Contains("edit its file in workflows", page.Find(".workflow-facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_BrokenFile_ShowsErrorsAtTheirLinesAndTheGoodVersion()
    {
        using var bench = new PageBench();
        var row = Samples.Row(Notes);
        bench.Fill(Notes, Samples.Version(Notes), Samples.Broken(row, "name: release-notes\nstep:\n", new DefinitionError("notes.yaml", 2, 1, "step", "unknown key 'step'; did you mean 'steps'?")));

        var page = Open(bench, "release-notes", "?view=source");

        page.WaitForAssertion(() => Assert.Equal("The newest file has an error", page.Find("#broken-title").TextContent));
        Assert.Contains("stays current", page.Find(".broken").TextContent, StringComparison.Ordinal);
        var wrong = Assert.Single(page.FindAll(".source-wrong"));
        Assert.Equal("line-2", wrong.Id);
        Assert.Contains("Column 1: step: unknown key 'step'; did you mean 'steps'?", wrong.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.FindAll("section.card .source-lines li").Count);
    }

    [Fact]
    public void Page_Versions_MarkTheCurrentOne()
    {
        using var bench = Filled();

        var page = Open(bench, "release-notes", "?view=versions");

        page.WaitForAssertion(() => Assert.Equal("Current", page.Find("tbody .status").TextContent));
        Assert.Equal(Notes.Hash[..8], page.Find("tbody code").TextContent);
    }

    [Fact]
    public void Start_Viewer_IsToldWhichRoleIsMissing()
    {
        using var bench = Filled();
        bench.SignIn("vera", Policies.Viewer);

        var page = Open(bench, "release-notes", "?view=start");

        page.WaitForAssertion(() => Assert.Equal("Starting a run needs the role operator", page.Find(".empty-state h2").TextContent));
    }

    [Fact]
    public void Start_InputRefused_SaysWhyAtTheField()
    {
        using var bench = Filled();
        bench.TakeCommands();
        var page = Open(bench, "release-notes", "?view=start");
        page.WaitForElement("#start-repository").Change("ab");

        page.Find("form.start-form").Submit();

        page.WaitForElement(".start-problem");
        Assert.Equal("true", page.Find("#start-repository").GetAttribute("aria-invalid"));
        Assert.Contains("nothing was started", page.Find("[role=alert] .field-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_GoodInput_StartsOneRunAndGoesToIt()
    {
        using var bench = Filled();
        bench.TakeCommands();
        var page = Open(bench, "release-notes", "?view=start");
        page.WaitForElement("#start-repository").Change("demo");
        page.Find("#start-title").Change("Notes for March");

        page.Find("form.start-form").Submit();

        var navigation = bench.Services.GetRequiredService<NavigationManager>();
        page.WaitForState(() => navigation.Uri.Contains("/runs/", StringComparison.Ordinal));
        bench.Change(context => Assert.Equal(("Notes for March", """{"repository":"demo"}"""), context.Runs.Select(run => new { run.Title, run.Input }).AsEnumerable().Select(run => (run.Title, run.Input)).Single()));
    }

    [Fact]
    public void Start_LikeAnEarlierRun_BeginsWithItsInput()
    {
        using var bench = Filled();
        var run = Samples.Run(Notes, 1, RunState.Failed);
        bench.Fill(run);

        var page = Open(bench, "release-notes", $"?view=start&like={run.Id}");

        page.WaitForAssertion(() => Assert.Equal("demo", page.Find("#start-repository").GetAttribute("value")));
    }

    private static PageBench Filled()
    {
        var bench = new PageBench();
        bench.Fill(Notes, Samples.Row(Notes), Samples.Version(Notes));
        return bench;
    }

    private static IRenderedComponent<WorkflowPage> Open(PageBench bench, string name, string query = "")
    {
        bench.Services.GetRequiredService<NavigationManager>().NavigateTo($"/workflows/{name}{query}");
        return bench.Render<WorkflowPage>(parameters => parameters.Add(page => page.Name, name));
    }
}
