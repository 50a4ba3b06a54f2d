using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>The main job on the project's own repository.</summary>
public sealed class ReleaseNotesTests
{
    private const string Workflow = "release-notes";

    [Fact]
    public async Task Run_EditorAmends_PublishesExactlyThatAndTellsTheStory()
    {
        await using var engine = await SampleRuns.StartAsync();
        var (run, review) = await DraftAsync(engine);
        var text = Text(review) + "\nAs the editor wants it: `{{not a template}}` & <b>so</b>.\n";

        await engine.DecideAsync(review, Verdict.Amend, new { text });
        var done = await engine.UntilFinalAsync(run);

        Assert.Equal(RunState.Completed, done.Summary.State);
        Assert.Equal(text, engine.Published(Workflow, "release-notes.md"));
        Assert.Equal(Resolution.Amended, done.Tasks.Single(task => task.Step == "draft").Resolution);
        Assert.Equal("release-notes.md", Assert.Single(done.Artifacts).Name);
        Assert.Equal(
            [
                "run Start >Running", "task Claim Pending>Running", "task Succeed Running>Completed", "task Claim Pending>Running", "task Succeed Running>Completed",
                "task Claim Pending>Running", "task Submit Running>AwaitingReview", "review Open >Open", "review Stage Open>Staged", "review Release Staged>Decided",
                "task Amend AwaitingReview>Completed", "task Claim Pending>Running", "task Succeed Running>Completed", "run Complete Running>Completed",
            ],
            (await engine.StoryAsync(run)).Where(line => !line.StartsWith("task Plan", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_EditorSendsBack_DraftsAgainWithTheirSentence()
    {
        await using var engine = await SampleRuns.StartAsync();
        var (run, review) = await DraftAsync(engine);

        await engine.DecideAsync(review, Verdict.SendBack, reason: "This month was about reviews.");
        await engine.UntilAsync(run, found => found.Tasks.Single(task => task.Step == "draft").Round == 2);
        var second = await engine.ReviewAsync(run);
        await engine.DecideAsync(second, Verdict.Approve);
        await engine.UntilFinalAsync(run);

        Assert.Contains("This month was about reviews.", Text(second), StringComparison.Ordinal);
        Assert.Equal(Text(second), engine.Published(Workflow, "release-notes.md"));
    }

    [Fact]
    public async Task Run_NothingSince_AsksNobody()
    {
        await using var engine = await SampleRuns.StartAsync();
        await engine.SaveSampleAsync(Workflow);

        var done = await engine.UntilFinalAsync(await engine.RunAsync(Workflow, new { since = "1 second ago" }));

        Assert.Equal(RunState.Completed, done.Summary.State);
        Assert.Equal("nothing to publish", done.Output!.Value.GetProperty("file").GetString());
    }

    [Fact]
    public async Task Run_NoRepository_FailsAndSaysWhy()
    {
        await using var engine = await SampleRuns.StartAsync();
        await engine.SaveSampleAsync(Workflow);

        var done = await engine.UntilFinalAsync(await engine.RunAsync(Workflow, new { repository = "/nowhere" }));

        Assert.Equal(RunState.Failed, done.Summary.State);
        Assert.Contains("/nowhere", done.Error!.Message, StringComparison.Ordinal);
    }

    private static async Task<(RunId Run, ReviewDetail Review)> DraftAsync(EngineHarness engine)
    {
        await engine.SaveSampleAsync(Workflow);
        var run = await engine.RunAsync(Workflow, new { since = "10 years ago" });
        return (run, await engine.ReviewAsync(run));
    }

    private static string Text(ReviewDetail review) => review.Request.Subjected.GetProperty("text").GetString()!;
}
