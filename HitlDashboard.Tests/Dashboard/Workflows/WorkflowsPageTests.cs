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

public sealed class WorkflowsPageTests
{
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
}
