using HitlDashboard.Engine.Analytics;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Analytics;

public sealed class WallQueriesTests
{
    [Fact]
    public async Task ReadAsync_OneOpenReview_IsCountedAndUrgent()
    {
        using var bench = new PageBench();
        var notes = Samples.Workflow("release-notes", Samples.Step("draft"));
        var run = Samples.Run(notes, 1);
        var task = Samples.Task(run, "draft", TaskState.AwaitingReview);
        bench.Fill(notes, run, task, Samples.Review(run, task, 5));

        var figures = await bench.Services.GetRequiredService<WallQueries>().ReadAsync();

        Assert.Equal((1, 1, FixedClock.Noon.AddMinutes(-5)), (figures.Waiting, figures.OpenRuns, figures.OldestSince));
        Assert.Equal("Review 5", Assert.Single(figures.Urgent).Title);
        Assert.Equal(12, figures.Throughput.Count);
    }
}
