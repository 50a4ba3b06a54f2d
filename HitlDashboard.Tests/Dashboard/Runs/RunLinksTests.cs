using Bunit;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class RunLinksTests
{
    [Fact]
    public void Page_ShowsTheRunsThatBelongToIt_AndWhatCouldNotFollow()
    {
        using var bench = new PageBench();
        var definition = Samples.Workflow("release-notes", Samples.Step("plan"));
        var parent = Samples.Run(definition, 1, title: "Outer");
        var run = Linked(Samples.Run(definition, 2, RunState.Completed, "Middle"), parent.Id, TaskId.New(TimeProvider.System));
        var next = Linked(Samples.Run(definition, 3, title: "After"), run.Id, null);
        bench.Fill(
            definition, Samples.Row(definition), Samples.Version(definition), parent, run, next,
            Samples.History(1, run, "next", "Refuse", null, null, data: new { workflow = "announce", code = "mapping", message = "No <b>value</b>." }));

        var page = bench.Render<RunPage>(parameters => parameters.Add(shown => shown.Id, run.Id.ToString()));

        page.WaitForAssertion(() => Assert.Equal(["#1 Outer", "#3 After"], page.FindAll(".run-links a").Select(link => link.TextContent)));
        Assert.Equal($"/runs/{parent.Id}", page.Find(".run-links a").GetAttribute("href"));
        Assert.Contains("announce: No <b>value</b>.", page.Find("[aria-labelledby=unstarted-title] li").TextContent, StringComparison.Ordinal);
    }

    private static RunRow Linked(RunRow run, RunId parent, TaskId? task) => new()
    {
        Id = run.Id,
        Number = run.Number,
        Workflow = run.Workflow,
        DefinitionHash = run.DefinitionHash,
        Title = run.Title,
        State = run.State,
        Priority = run.Priority,
        Input = run.Input,
        StartedBy = run.StartedBy,
        CreatedAt = run.CreatedAt,
        CompletedAt = run.CompletedAt,
        ParentRunId = parent,
        ParentTaskId = task,
    };
}
