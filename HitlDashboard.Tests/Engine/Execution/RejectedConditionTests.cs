using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Engine.Reviews;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>A step with <c>if: rejected(x)</c> takes care of what a person rejected, and of nothing else that went wrong with x.</summary>
public sealed class RejectedConditionTests : IAsyncLifetime
{
    private const string Asks = "uses: set, with: { text: a }, review: { due: 1h, onTimeout: reject }";
    private const string Breaks = "uses: process, with: { command: [no-such-program] }";

    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await ReviewHarness.StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task Reject_ByAPerson_IsHandled()
    {
        var review = await _reviews.Engine.ReviewAsync(await StartAsync(Asks, "rejected(check)"));

        await _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "No.");

        await EndsAsync(review.Item.RunId, RunState.Completed, Resolution.Succeeded);
    }

    [Theory]
    [InlineData("rejected(check)", RunState.Failed, Resolution.Skipped)]
    [InlineData("failed(check)", RunState.Completed, Resolution.Succeeded)]
    public async Task Timeout_IsNoReject(string condition, RunState end, Resolution fix)
    {
        var review = await _reviews.Engine.ReviewAsync(await StartAsync(Asks, condition));

        _reviews.Pass(TimeSpan.FromHours(1));

        await EndsAsync(review.Item.RunId, end, fix);
    }

    [Theory]
    [InlineData("rejected(check)", RunState.Failed, Resolution.Skipped)]
    [InlineData("rejected(check) || failed(check)", RunState.Completed, Resolution.Succeeded)]
    public async Task ActivityThatFailed_IsNoReject(string condition, RunState end, Resolution fix) =>
        await EndsAsync(await StartAsync(Breaks, condition), end, fix);

    [Fact]
    public async Task Elements_AreLookedAt_WhenAllHaveEnded()
    {
        var id = await StartAsync("uses: set, foreach: [a, b], with: { text: \"{{item}}\" }, review: { queue: q }", "rejected(check)");
        await _reviews.Engine.ReviewAsync(id, atLeast: 2);
        foreach (var asked in (await _reviews.Engine.Get<RunQueries>().GetAsync(id))!.Awaiting)
        {
            var review = (await _reviews.Engine.Get<ReviewQueries>().GetAsync(asked.ReviewId))!;
            Assert.Null((await _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "No.")).Refused);
        }

        await EndsAsync(id, RunState.Completed, Resolution.Succeeded);
    }

    private async Task<RunId> StartAsync(string check, string condition)
    {
        await _reviews.Engine.SaveAsync($"name: looks\nsteps:\n  - {{ id: check, {check} }}\n  - {{ id: fix, uses: set, with: {{ b: 1 }}, needs: [check], if: \"{condition}\" }}\n");
        return await _reviews.StartAsync("looks");
    }

    private async Task EndsAsync(RunId id, RunState end, Resolution fix)
    {
        var run = await _reviews.Engine.UntilFinalAsync(id);
        Assert.Equal(end, run.Summary.State);
        Assert.Equal(end == RunState.Failed ? [] : [fix], run.Tasks.Where(task => task.Step == "fix").Select(task => task.Resolution!.Value));
    }
}
