using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.Runs;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class RunPageTests
{
    private static readonly WorkflowDefinition Notes = Samples.Workflow(
        "release-notes", Samples.Step("plan"), Samples.Step("draft", "plan"), Samples.Step("publish", "draft"));

    [Theory]
    [InlineData("0198f3c2-0000-7000-8000-000000000000")]
    [InlineData("nonsense")]
    public void Page_NoSuchRun_SaysSo(string id)
    {
        using var bench = new PageBench();

        var page = Open(bench, id);

        page.WaitForAssertion(() => Assert.Equal("There is no run at this address", page.Find(".empty-state h2").TextContent));
    }

    [Fact]
    public void Page_WaitingRun_LinksToItsReview()
    {
        using var bench = new PageBench();
        var (run, draft) = Waiting(bench);
        var review = Samples.Review(run, draft, 5);
        bench.Fill(review);

        var page = Open(bench, run.Id.ToString());

        page.WaitForAssertion(() => Assert.Equal("Waiting for a decision", page.Find(".awaited h2").TextContent));
        Assert.Equal($"/inbox/{review.Id}", page.Find(".awaited a").GetAttribute("href"));
        Assert.Equal("#1 Title of release-notes", page.Find("h1").TextContent);
        Assert.Contains("Awaiting review", page.Find("[data-step=draft]").TextContent, StringComparison.Ordinal);
        Assert.Contains("Not started", page.Find("[data-step=publish]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Selection_InTheUrl_IsOneForGraphTasksAndHistory()
    {
        using var bench = new PageBench();
        var (run, draft) = Waiting(bench);
        bench.Fill(
            Samples.History(1, run, "run", "Start", null, "Running"),
            Samples.History(2, run, "task", "Claim", "Pending", "Running", draft));

        var page = Open(bench, run.Id.ToString(), "?step=draft");

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("[data-step=draft]").GetAttribute("aria-current")));
        Assert.Equal("draft", page.Find("tr[aria-current] .task-name").TextContent);
        Assert.Single(page.FindAll(".task-detail"));
        Assert.Equal("began draft", Assert.Single(page.FindAll(".history-what")).TextContent.Trim());
    }

    [Fact]
    public void History_WithoutSelection_IsPlainSentencesOldestFirst()
    {
        using var bench = new PageBench();
        var (run, draft) = Waiting(bench);
        bench.Fill(
            Samples.History(1, run, "run", "Start", null, "Running"),
            Samples.History(2, run, "task", "Submit", "Running", "AwaitingReview", draft),
            Samples.History(3, run, "task", "SendBack", "AwaitingReview", "Pending", draft, new { reason = "Too long" }));

        var page = Open(bench, run.Id.ToString());

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".history-what").Count));
        Assert.Equal("started the run", page.FindAll(".history-what")[0].TextContent.Trim());
        Assert.Equal("Running → Awaiting review", page.FindAll(".history-states")[1].TextContent.Trim());
        Assert.Equal("Too long", page.Find(".history-reason").TextContent);
    }

    [Fact]
    public void Page_FailedRun_ShowsTheErrorFirstAndWhatToDo()
    {
        using var bench = new PageBench();
        var run = Samples.Run(Notes, 1, RunState.Failed);
        bench.Fill(Notes, run, Samples.Task(run, "plan", TaskState.Completed, Resolution.Succeeded), Samples.Task(run, "draft", TaskState.Failed, Resolution.Error));

        var page = Open(bench, run.Id.ToString());

        page.WaitForAssertion(() => Assert.Equal("Step 'draft': The program ended with 1.", page.Find("#trouble-title").TextContent));
        Assert.Contains("Retry from here", page.Find(".run-trouble").TextContent, StringComparison.Ordinal);
        Assert.Equal($"/workflows/release-notes?view=start&like={run.Id}", page.FindAll(".run-trouble a").Last().GetAttribute("href"));
    }

    [Fact]
    public void Actions_Viewer_AreReplacedByTheMissingRole()
    {
        using var bench = new PageBench();
        bench.SignIn("vera", Policies.Viewer);
        var (run, _) = Waiting(bench);

        var page = Open(bench, run.Id.ToString());

        page.WaitForAssertion(() => Assert.Contains("needs the role operator", page.Find(".run-actions").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".run-actions button"));
    }

    [Fact]
    public void Cancel_Clicked_AsksFirst()
    {
        using var bench = new PageBench();
        var (run, _) = Waiting(bench);
        var page = Open(bench, run.Id.ToString());
        page.WaitForElement(".run-actions button");

        page.FindAll(".run-actions button").Single(button => button.TextContent == "Cancel run").Click();

        Assert.Contains("Cancel this run for good?", page.Find(".confirm-strip").TextContent, StringComparison.Ordinal);
        page.FindAll(".confirm-strip button")[1].Click();
        Assert.Empty(page.FindAll(".confirm-strip"));
    }

    [Fact]
    public void Page_ForEach_CountsItsTasksAndKeepsTheElementSelected()
    {
        using var bench = new PageBench();
        var run = Samples.Run(Notes, 1);
        bench.Fill(Notes, run, Samples.Task(run, "plan", TaskState.Completed, Resolution.Succeeded, 0), Samples.Task(run, "plan", TaskState.Failed, Resolution.Error, 1), Samples.Task(run, "plan", TaskState.Running, index: 2));

        var page = Open(bench, run.Id.ToString(), "?step=plan&index=1");

        page.WaitForAssertion(() => Assert.Contains("2 of 3, 1 failed", page.Find("[data-step=plan]").TextContent, StringComparison.Ordinal));
        Assert.Equal("plan [2]", page.Find("tr[aria-current] .task-name").TextContent);
    }

    [Fact]
    public void Page_TaskChanges_ShowsItWithoutReload()
    {
        using var bench = new PageBench();
        var (run, draft) = Waiting(bench);
        var page = Open(bench, run.Id.ToString());
        page.WaitForAssertion(() => Assert.Contains("Awaiting review", page.Find("[data-step=draft]").TextContent, StringComparison.Ordinal));

        bench.Change(context => context.Tasks.Where(task => task.Id == draft.Id).ExecuteUpdate(set => set
            .SetProperty(task => task.State, TaskState.Completed).SetProperty(task => task.Resolution, Resolution.Approved)));
        bench.Bus.Publish([new EngineEvent.TaskChanged(9, run.Id, draft.Id, "draft", TaskState.Completed)]);

        page.WaitForAssertion(() => Assert.Contains("Approved", page.Find("[data-step=draft]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_Disposed_StopsListening()
    {
        using var bench = new PageBench();
        var (run, _) = Waiting(bench);
        Open(bench, run.Id.ToString());
        Assert.Equal(1, bench.LiveListeners);

        await bench.DisposeComponentsAsync();

        Assert.Equal(0, bench.LiveListeners);
    }

    private static (RunRow Run, TaskRow Draft) Waiting(PageBench bench)
    {
        var run = Samples.Run(Notes, 1);
        var draft = Samples.Task(run, "draft", TaskState.AwaitingReview);
        bench.Fill(Notes, run, Samples.Task(run, "plan", TaskState.Completed, Resolution.Succeeded), draft);
        return (run, draft);
    }

    private static IRenderedComponent<RunPage> Open(PageBench bench, string id, string query = "")
    {
        bench.Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{id}{query}");
        return bench.Render<RunPage>(parameters => parameters.Add(page => page.Id, id));
    }
}
