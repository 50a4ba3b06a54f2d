using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Tests.Support;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>Reminders, time-outs and the ladder: by the engine's clock, once each, also after a downtime.</summary>
public sealed class TimeoutTests : IAsyncLifetime
{
    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task TimeoutThatRejects_IsRecordedAsATimeout_NotAsARefusalOfAPerson()
    {
        var review = await _reviews.AskAsync("due: 4h, onTimeout: reject");

        var expired = await _reviews.UntilAsync(review, TimeSpan.FromHours(4), now => now.Item.State == ReviewState.Decided, "it timed out");

        Assert.Equal((true, "engine", Verdict.Reject), (expired.Item.Decision!.TimedOut, expired.Item.Decision.By, expired.Item.Decision.Verdict));
        var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal((RunState.Failed, Resolution.TimedOut, "review-timeout"), (run.Summary.State, run.Tasks[0].Resolution, run.Tasks[0].Error!.Code));
        Assert.Equal(["Expire engine"], (await _reviews.TriggersAsync(review)).Skip(1));
        var late = (await _reviews.ApproveAsync(review, Ben)).Refused!;
        Assert.Equal("already-decided", late.Code);
        Assert.True(late.Details!.Value.GetProperty("winner").GetProperty("timedOut").GetBoolean());
    }

    [Fact]
    public async Task TimeoutThatRejects_FollowsOnReject()
    {
        var review = await _reviews.AskAsync("due: 4h, onTimeout: reject, onReject: continue", name: "goes-on");
        await _reviews.UntilAsync(review, TimeSpan.FromHours(5), now => now.Item.State == ReviewState.Decided, "it timed out");

        var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal(Resolution.TimedOut, run.Tasks[0].Resolution);
        Assert.DoesNotContain("nobody decided", run.Error?.Message ?? "", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TimeoutThatApproves_IsRecordedAsATimeout()
    {
        var review = await _reviews.AskAsync("due: 4h, onTimeout: approve");

        var expired = await _reviews.UntilAsync(review, TimeSpan.FromHours(4), now => now.Item.State == ReviewState.Decided, "it timed out");

        Assert.True(expired.Item.Decision!.TimedOut);
        Assert.Equal(Resolution.Approved, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Tasks[0].Resolution);
    }

    [Fact]
    public async Task AnswerAtTheDeadline_GivesOneOutcome_AndWhoeverIsLateIsTold()
    {
        for (var round = 0; round < 21; round++)
        {
            var review = await _reviews.AskAsync("due: 4h, onTimeout: reject", name: $"deadline-{round}");
            _reviews.Clock.Now = review.Item.DueAt!.Value;

            var (answer, expected) = await ((round % 3) switch
            {
                0 => FirstAsync(review),
                1 => LateAsync(review),
                _ => TogetherAsync(review),
            });

            var run = await _reviews.Engine.UntilFinalAsync(review.Item.RunId);
            Assert.Equal(answer.Refused is null ? Resolution.Approved : Resolution.TimedOut, run.Tasks[0].Resolution);
            Assert.Equal(answer.Refused is null ? null : "already-decided", answer.Refused?.Code);
            Assert.Equal(expected ?? run.Tasks[0].Resolution, run.Tasks[0].Resolution);
            Assert.Single(await _reviews.TriggersAsync(review), entry => entry is "Expire engine" or "Stage ben");
        }
    }

    private async Task<(Answer<DecisionResult> Answer, Resolution? Expected)> FirstAsync(ReviewDetail review)
    {
        var answer = await _reviews.ApproveAsync(review, Ben);
        await TimeoutAsync(review);
        return (answer, Resolution.Approved);
    }

    private async Task<(Answer<DecisionResult> Answer, Resolution? Expected)> LateAsync(ReviewDetail review)
    {
        await TimeoutAsync(review);
        return (await _reviews.ApproveAsync(review, Ben), Resolution.TimedOut);
    }

    private async Task<(Answer<DecisionResult> Answer, Resolution? Expected)> TogetherAsync(ReviewDetail review)
    {
        var timeout = Task.Run(() => TimeoutAsync(review));
        var answer = await _reviews.ApproveAsync(review, Ben);
        await timeout;
        return (answer, null);
    }

    /// <summary>The engine's timer, at its instant.</summary>
    private Task<Answer<ReviewState>> TimeoutAsync(ReviewDetail review) =>
        _reviews.Engine.Get<TaskLedger>().SubmitAsync(new WakeReviewCommand(Actor.Engine, review.Item.Id), CancellationToken.None);

    [Fact]
    public async Task Undo_AfterTheDeadline_LetsItTimeOut()
    {
        var review = await _reviews.AskAsync("due: 1m, onTimeout: reject");
        _reviews.Clock.Now += TimeSpan.FromSeconds(50);
        await _reviews.ApproveAsync(review, Ben, undo: 60);
        _reviews.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Null((await _reviews.Engine.Get<DecideReview>().UndoAsync(review.Item.Id, Ben)).Refused);

        var expired = await _reviews.UntilAsync(review, TimeSpan.FromSeconds(5), now => now.Item.State == ReviewState.Decided, "it timed out");

        Assert.True(expired.Item.Decision!.TimedOut);
    }

    [Fact]
    public async Task Reminders_ComeInTheirTurn_AndAreToldOutside()
    {
        var review = await _reviews.AskAsync("due: 4h, reminders: [50%, 90%, 1h], notify: [webhook]");

        await RemindedAsync(review, TimeSpan.FromHours(2), 1);
        await RemindedAsync(review, TimeSpan.FromHours(1), 2);
        await RemindedAsync(review, TimeSpan.FromMinutes(36), 3);
        Assert.Equal(ReviewState.Open, (await _reviews.ReadAsync(review)).Item.State);
    }

    [Fact]
    public async Task Reminders_MissedInADowntime_ComeOnce()
    {
        var review = await _reviews.AskAsync("due: 4h, reminders: [50%, 90%, 1h], onTimeout: reject");
        await _reviews.Engine.RestartAsync();

        await RemindedAsync(review, TimeSpan.FromMinutes(239), 1);
        var expired = await _reviews.UntilAsync(review, TimeSpan.FromMinutes(1), now => now.Item.State == ReviewState.Decided, "it timed out");

        Assert.Equal(["Remind engine", "Expire engine"], (await _reviews.TriggersAsync(expired)).Skip(1));
    }

    [Fact]
    public async Task Ladder_GoesOneStepForEachTimeout_AndThenStaysOpen_Overdue()
    {
        var review = await _reviews.AskAsync("queue: q, risk: low, due: 4h, onTimeout: escalate, escalateTo: [leads, '@ana']");

        var first = await _reviews.UntilAsync(review, TimeSpan.FromHours(4), now => now.Item.Queue == "leads", "it went to leads");
        Assert.Equal((_reviews.Clock.Now.AddHours(4), "Medium"), (first.Item.DueAt!.Value, first.Item.Risk.ToString()));
        await _reviews.Engine.RestartAsync();
        var second = await _reviews.UntilAsync(review, TimeSpan.FromHours(4), now => now.Item.Assignee == "ana", "it went to ana");
        Assert.Equal(("leads", "High"), (second.Item.Queue, second.Item.Risk.ToString()));
        _reviews.Pass(TimeSpan.FromHours(4));
        await Eventually.IsTrueAsync(async () => (await _reviews.TriggersAsync(review)).Contains("Overdue engine"), "the ladder's end is told", TimeSpan.FromMinutes(1));

        var entries = (await _reviews.HistoryAsync(review)).Skip(1).ToList();
        Assert.Equal(["Escalate", "Escalate", "Overdue"], entries.Select(entry => entry.Trigger));
        Assert.All(entries, entry => Assert.True(entry.Data!.Value.GetProperty("timedOut").GetBoolean()));
        Assert.Null((await _reviews.ApproveAsync(review, Ana)).Refused);
        Assert.Equal(RunState.Completed, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Summary.State);
    }

    private async Task RemindedAsync(ReviewDetail review, TimeSpan later, int times)
    {
        _reviews.Pass(later);
        await Eventually.IsTrueAsync(
            async () => (await _reviews.TriggersAsync(review)).Count(entry => entry == "Remind engine") == times, $"reminder {times} came", TimeSpan.FromMinutes(1));
    }
}
