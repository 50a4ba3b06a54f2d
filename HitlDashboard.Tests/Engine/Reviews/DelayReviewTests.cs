using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>A delay that people have a say in waits after they said it, not instead.</summary>
public sealed class DelayReviewTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task ApprovedDelay_WaitsFromTheApproval()
    {
        var review = await AskAsync("review: { before: true, show: { kind: json }, edit: [for] }");

        await _reviews.Engine.DecideAsync(review, Verdict.Approve);

        await WaitsAsync(review.Item.RunId, TimeSpan.FromHours(2), Resolution.Succeeded);
    }

    [Fact]
    public async Task AmendedDelay_WaitsAsLongAsTheAmendSays()
    {
        var review = await AskAsync("review: { before: true, show: { kind: json }, edit: [for] }");

        var answer = await _reviews.Engine.DecideAsync(review, Verdict.Amend, new Dictionary<string, string> { ["for"] = "5h" });

        Assert.Null(answer.Refused);
        await WaitsAsync(review.Item.RunId, TimeSpan.FromHours(5), Resolution.Succeeded);
    }

    [Fact]
    public async Task AmendThatIsNoTime_Fails_SayingWhy()
    {
        var review = await AskAsync("review: { before: true, show: { kind: json }, edit: [for] }");

        await _reviews.Engine.DecideAsync(review, Verdict.Amend, new Dictionary<string, string> { ["for"] = "soon" });

        var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal((RunState.Failed, "plan-error"), (run.Summary.State, run.Tasks[0].Error!.Code));
        Assert.Contains("'soon'", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DelaySentBack_WaitsAgain()
    {
        await SaveAsync("review: { rounds: 1 }");
        var id = await _reviews.StartAsync("waits");
        await _reviews.Engine.UntilAsync(id, run => run.Tasks is [{ WaitingFor: WaitingFor.Timer }]);
        _reviews.Pass(TimeSpan.FromHours(2));
        var review = await _reviews.Engine.ReviewAsync(id);

        await _reviews.Engine.DecideAsync(review, Verdict.SendBack, reason: "Too early.");

        var waiting = (await _reviews.Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
        Assert.Equal((TaskState.Pending, WaitingFor.Timer, 2), (waiting.State, waiting.WaitingFor, waiting.Round));
        Assert.Equal(_reviews.Clock.Now.AddHours(2), waiting.DueAt);
        Assert.Null((await _reviews.Engine.Get<ChangeRun>().CancelAsync(id, Ana)).Refused);
    }

    private async Task WaitsAsync(RunId id, TimeSpan length, Resolution end)
    {
        var waiting = (await _reviews.Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
        Assert.Equal((TaskState.Pending, WaitingFor.Timer), (waiting.State, waiting.WaitingFor));
        Assert.Equal(_reviews.Clock.Now + length, waiting.DueAt);
        _reviews.Pass(length);
        Assert.Equal(end, (await _reviews.Engine.UntilFinalAsync(id)).Tasks[0].Resolution);
    }

    private async Task<ReviewDetail> AskAsync(string review)
    {
        await SaveAsync(review);
        return await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("waits"));
    }

    private Task SaveAsync(string review) => _reviews.Engine.SaveAsync($"name: waits\nsteps:\n  - {{ id: wait, uses: delay, with: {{ for: 2h }}, {review} }}\n");
}
