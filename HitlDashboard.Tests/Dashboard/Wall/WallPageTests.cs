using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.Tests.Support;
using HitlDashboard.Wall;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Wall;

public sealed class WallPageTests
{
    private static readonly WorkflowDefinition Notes = Samples.Workflow("release-notes", Samples.Step("draft"));

    [Fact]
    public void Page_QueueInTheUrl_CountsOnlyThatQueue()
    {
        using var bench = new PageBench();
        var (run, task) = Filled(bench);
        bench.Fill(Samples.Review(run, task, 1), Samples.Review(run, Second(bench, run), 2, "leads"));

        var page = Open(bench, "leads");

        page.WaitForAssertion(() => Assert.Equal("1", page.FindAll(".wall-digits")[0].TextContent));
        Assert.Equal("Review 2", page.Find(".urgent-title").TextContent);
        Assert.Equal("Queue leads", page.Find(".strip-what").TextContent);
    }

    [Fact]
    public void Page_ReviewOpens_IsPushed()
    {
        using var bench = new PageBench();
        var (run, task) = Filled(bench);
        var page = Open(bench, null);
        page.WaitForAssertion(() => Assert.Equal("0", page.FindAll(".wall-digits")[0].TextContent));

        var review = Samples.Review(run, task, 1);
        bench.Fill(review);
        bench.Clock.Now += TimeSpan.FromSeconds(2);
        bench.Bus.Publish([new EngineEvent.ReviewChanged(1, review.Id, run.Id, review.Queue, ReviewState.Open)]);

        page.WaitForAssertion(() => Assert.Equal("1", page.FindAll(".wall-digits")[0].TextContent));
    }

    [Fact]
    public void Page_NothingHappens_IsReadAgainAllTheSame()
    {
        using var bench = new PageBench();
        var page = Open(bench, "all");
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".wall").GetAttribute("data-read")));

        bench.Clock.Now += WallPage.Refresh;

        page.WaitForAssertion(() => Assert.Equal("2", page.Find(".wall").GetAttribute("data-read")));
    }

    [Fact]
    public void Page_ReadingFails_KeepsTheFiguresAndDoesNotCallThemNew()
    {
        using var bench = new PageBench();
        var page = Open(bench, "all");
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".wall").GetAttribute("data-read")));

        bench.Break();
        bench.Clock.Now += WallPage.Refresh;

        page.WaitForAssertion(() => Assert.Equal("2", page.Find(".wall").GetAttribute("data-beat")));
        Assert.Equal("1", page.Find(".wall").GetAttribute("data-read"));
        Assert.NotEmpty(page.FindAll(".wall-digits"));
    }

    [Theory]
    [InlineData("", "dark")]
    [InlineData("?theme=light", "light")]
    [InlineData("?theme=nonsense", "dark")]
    public void Page_Theme_IsDarkUnlessAsked(string query, string expected)
    {
        using var bench = new PageBench();

        Assert.Equal(expected, Open(bench, "all", query).Find(".wall").GetAttribute("data-theme"));
    }

    [Fact]
    public void Page_Commands_DoNotExist()
    {
        using var bench = new PageBench();
        var (run, task) = Filled(bench);
        bench.Fill(Samples.Review(run, task, 1));

        var page = Open(bench, "all");

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".urgent li")));
        Assert.Empty(page.FindAll("button, a, input, [data-key-scope]"));
    }

    [Fact]
    public async Task Page_Disposed_StopsListening()
    {
        using var bench = new PageBench();
        Open(bench, "all");
        Assert.Equal(1, bench.LiveListeners);

        await bench.DisposeComponentsAsync();

        Assert.Equal(0, bench.LiveListeners);
    }

    private static (RunRow Run, TaskRow Task) Filled(PageBench bench)
    {
        var run = Samples.Run(Notes, 1);
        var task = Samples.Task(run, "draft", TaskState.AwaitingReview);
        bench.Fill(Notes, run, task);
        return (run, task);
    }

    private static TaskRow Second(PageBench bench, RunRow run)
    {
        var task = Samples.Task(run, "draft", TaskState.AwaitingReview, index: 1);
        bench.Fill(task);
        return task;
    }

    private static IRenderedComponent<WallPage> Open(PageBench bench, string? layout, string query = "")
    {
        bench.Services.GetRequiredService<NavigationManager>().NavigateTo($"/wall/{layout}{query}");
        return bench.Render<WallPage>(parameters => parameters.Add(page => page.Layout, layout));
    }
}
