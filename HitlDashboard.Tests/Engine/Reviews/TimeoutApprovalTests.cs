using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>What a time-out must never approve, whatever the definition says: it stays open, overdue, and people are told.</summary>
public sealed class TimeoutApprovalTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task ActivityThatFailed_IsNotApproved()
    {
        await _reviews.Engine.SaveAsync("""
            name: breaks
            steps:
              - { id: call, uses: process, with: { command: [no-such-program] }, onFailure: review, review: { due: 1h, onTimeout: approve } }
            """);
        var review = await _reviews.Engine.ReviewAsync(await _reviews.StartAsync("breaks"));

        var entry = await OverdueAsync(review, TimeSpan.FromHours(1));

        Assert.Contains("does not take Approve", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RiskThatSomebodyRaised_IsNotApproved()
    {
        var review = await _reviews.AskAsync("due: 4h, risk: medium, onTimeout: approve, escalateTo: leads");
        Assert.Null((await _reviews.ChangeAsync(review, new ReviewChange.Escalate("It moves money."))).Refused);

        var entry = await OverdueAsync(review, TimeSpan.FromHours(4));

        Assert.Contains("risk high", entry, StringComparison.Ordinal);
        Assert.Null((await _reviews.ApproveAsync(review, Ana)).Refused);
        Assert.Equal(RunState.Completed, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Summary.State);
    }

    /// <summary>Lets the time pass, waits until the engine has acted on it, and gives what the history says of it.</summary>
    private async Task<string> OverdueAsync(ReviewDetail review, TimeSpan later)
    {
        var before = (await _reviews.HistoryAsync(review)).Count;
        _reviews.Pass(later);
        await Eventually.IsTrueAsync(async () => (await _reviews.HistoryAsync(review)).Count > before, "the engine acted on the time-out", TimeSpan.FromMinutes(1));

        var entry = (await _reviews.HistoryAsync(review))[before];
        Assert.Equal(("Overdue", ReviewState.Open), (entry.Trigger, (await _reviews.ReadAsync(review)).Item.State));
        return entry.Data!.Value.GetProperty("message").GetString()!;
    }
}
