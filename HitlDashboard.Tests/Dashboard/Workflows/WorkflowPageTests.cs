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
using static HitlDashboard.Tests.Dashboard.Workflows.NotesPages;

namespace HitlDashboard.Tests.Dashboard.Workflows;

public sealed class WorkflowPageTests
{
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
}
