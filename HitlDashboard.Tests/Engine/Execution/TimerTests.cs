using System.Collections.Concurrent;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>What is kept in memory about instants to come.</summary>
public sealed class TimerTests
{
    [Fact]
    public async Task Deadline_OfATaskThatMovesAgainAndAgain_IsToldOnce()
    {
        Listening? feed = null;
        await using var engine = await EngineHarness.StartAsync(
            instead: services => services.AddSingleton<ITaskFeed>(provider => feed = new Listening(provider.GetRequiredService<LocalTaskFeed>())));
        await engine.SaveAsync("name: moves\nsteps:\n  - { id: a, uses: set, deadline: 30m, review: { title: Look } }\n");
        var id = await engine.RunAsync("moves");
        var review = await engine.ReviewAsync(id);
        await engine.DecideAsync(review, Verdict.SendBack, reason: "better");
        await engine.UntilAsync(id, run => run.Awaiting.Any(open => open.ReviewId != review.Item.Id));

        Assert.Single(feed!.Deadlines);
        await engine.DecideAsync(await engine.ReviewAsync(id), Verdict.Approve);
        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Instant_ThatIsFarAway_IsNotKept_AndComesInTimeAllTheSame()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        var timers = engine.Get<TimerLoop>();
        await engine.SaveAsync("name: far\nsteps:\n  - { id: a, uses: delay, with: { for: 10d } }\n");
        await engine.SaveAsync("name: near\nsteps:\n  - { id: a, uses: delay, with: { for: 20m } }\n");
        var far = await engine.RunAsync("far");
        var near = await engine.RunAsync("near");
        await Eventually.IsTrueAsync(() => timers.Count > 0, "the near instant is kept, and was put in after the far one");
        Assert.Equal(1, timers.Count);
        clock.Now += TimeSpan.FromMinutes(25);
        await engine.UntilFinalAsync(near);

        clock.Now = FixedClock.Noon.AddDays(10).AddMinutes(-30);
        await Eventually.IsTrueAsync(() => timers.Count == 1, "the sweep loads what comes within the hour");
        clock.Now += TimeSpan.FromMinutes(31);

        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(far)).Summary.State);
    }

    private sealed class Listening(LocalTaskFeed feed) : ITaskFeed
    {
        public ConcurrentBag<(TaskId, DateTimeOffset)> Deadlines { get; } = [];

        public void Offer(DueTask task) => feed.Offer(task);

        public void WakeAt(ReviewId review, DateTimeOffset instant) => feed.WakeAt(review, instant);

        public void ExpireAt(TaskId task, DateTimeOffset instant)
        {
            Deadlines.Add((task, instant));
            feed.ExpireAt(task, instant);
        }

        public void BeginAt(RunId run, DateTimeOffset instant) => feed.BeginAt(run, instant);

        public void FireAt(string workflow, string schedule, DateTimeOffset instant) => feed.FireAt(workflow, schedule, instant);

        public void Stop(TaskId task) => feed.Stop(task);

        public void MessageWaits() => feed.MessageWaits();
    }
}
