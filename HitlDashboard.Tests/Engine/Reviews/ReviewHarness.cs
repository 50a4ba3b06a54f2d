using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>An engine whose clock a test moves, with the people who review.</summary>
internal sealed class ReviewHarness : IAsyncDisposable
{
    public static readonly Actor Ana = new("ana", Role.Admin);
    public static readonly Actor Ben = new("ben", Role.Supervisor);
    public static readonly Actor Cora = new("cora", Role.Supervisor);
    public static readonly Actor Dan = new("dan", Role.Operator);

    private ReviewHarness(EngineHarness engine, FixedClock clock) => (Engine, Clock) = (engine, clock);

    public EngineHarness Engine { get; }

    public FixedClock Clock { get; }

    public static async Task<ReviewHarness> StartAsync()
    {
        var clock = new FixedClock(FixedClock.Noon);
        return new ReviewHarness(await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock)), clock);
    }

    /// <summary>A workflow of one step with this review block, started by Dan and waiting for a decision.</summary>
    public async Task<ReviewDetail> AskAsync(string review, string name = "ask", string with = "{ text: hello }")
    {
        await Engine.SaveAsync(
            $$$"""
            name: {{{name}}}
            steps:
              - id: draft
                uses: set
                with: {{{with}}}
                review: { show: { kind: text, value: "{{output.text}}" }, edit: [text], {{{review}}} }
            output: { text: "{{steps.draft.output.text}}" }
            """);
        return await Engine.ReviewAsync(await StartAsync(name));
    }

    public async Task<RunId> StartAsync(string workflow, Actor? by = null)
    {
        var answer = await Engine.Get<StartRun>().ExecuteAsync(workflow, EngineJson.Empty, by ?? Dan);
        Assert.True(answer.Refused is null, answer.Refused?.Message);
        return answer.Value;
    }

    public async Task<ReviewDetail> ReadAsync(ReviewDetail review) => (await Engine.Get<ReviewQueries>().GetAsync(review.Item.Id))!;

    public Task<Answer<DecisionResult>> ApproveAsync(ReviewDetail review, Actor by, int undo = 0) => Engine.DecideAsync(review, Verdict.Approve, undo: undo, by: by);

    public Task<Answer<DecisionResult>> AmendAsync(ReviewDetail review, Actor by, string text = "better") =>
        Engine.DecideAsync(review, Verdict.Amend, new { text }, by: by);

    public Task<Answer<ReviewState>> ChangeAsync(ReviewDetail review, ReviewChange change, Actor? by = null, IdempotencyKey? key = null) =>
        Engine.Get<ChangeReview>().ExecuteAsync(review.Item.Id, change, by ?? Ben, key);

    /// <summary>Moves the clock, and a little more: its timers don't move with it, so the sweep, which allows for that, has to find what is due.</summary>
    public void Pass(TimeSpan time) => Clock.Now += time + TimeSpan.FromSeconds(2);

    /// <summary>Moves the clock, and waits until the engine has acted on it.</summary>
    public async Task<ReviewDetail> UntilAsync(ReviewDetail review, TimeSpan later, Func<ReviewDetail, bool> fact, string what)
    {
        Pass(later);
        var now = review;
        await Eventually.IsTrueAsync(async () => fact(now = await ReadAsync(review)), what, TimeSpan.FromMinutes(1));
        return now;
    }

    /// <summary>What the history tells of a review, as "trigger actor data".</summary>
    public async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(ReviewDetail review)
    {
        var entries = await Engine.Get<HistoryQueries>().AfterAsync(review.Item.RunId, 0, 1000);
        return [.. entries.Where(entry => entry.Kind == "review")];
    }

    public async Task<IReadOnlyList<string>> TriggersAsync(ReviewDetail review) =>
        [.. (await HistoryAsync(review)).Select(entry => $"{entry.Trigger} {entry.Actor}")];

    /// <summary>Whatever a test did, what it leaves keeps the engine's promises.</summary>
    public async ValueTask DisposeAsync()
    {
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(Engine.Folder, "hitl.db")).Violations);
        await Engine.DisposeAsync();
    }
}
