using System.Collections.Concurrent;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>A task that was given back while this process still executes it, and what the writer outlives when it tells others.</summary>
public sealed class LeaseLossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Release_OfATaskThatStillRunsHere_StopsItsAttempt()
    {
        var stubborn = new Stubborn();
        await using var engine = await StartAsync(stubborn);
        var id = await RunAsync(engine, stubborn);

        await ReleaseAsync(engine, id);

        await stubborn[1].Stopped.Task.WaitAsync(Patience);
        stubborn.LetAllGo();
    }

    [Fact]
    public async Task EndOfAnAttemptThatLostItsLease_TakesNeitherLeaseNorStopFromTheNext()
    {
        var stubborn = new Stubborn();
        await using var engine = await StartAsync(stubborn);
        var id = await RunAsync(engine, stubborn);
        await ReleaseAsync(engine, id);
        await stubborn[2].Begun.Task.WaitAsync(Patience);

        stubborn[1].LetGo.SetResult();
        await Eventually.IsTrueAsync(() => engine.Get<ExecutionSlots>().Free == 7, "the first attempt has ended");

        Assert.True(engine.Get<LeaseRenewal>().Holds(id, 2));
        await engine.Get<ChangeRun>().CancelAsync((await engine.Get<RunQueries>().RunOfAsync(id))!.Value, engine.Ana);
        await stubborn[2].Stopped.Task.WaitAsync(Patience);
        stubborn.LetAllGo();
    }

    [Fact]
    public void Stop_OfAnEarlierAttempt_LeavesTheNextAlone()
    {
        var (feed, id) = (new LocalTaskFeed(TimeProvider.System), TaskId.New(TimeProvider.System));
        using var next = new CancellationTokenSource();
        feed.Running[id] = new RunningAttempt(2, next);

        feed.Stop(id, 1);
        Assert.False(next.IsCancellationRequested);

        feed.Stop(id, 2);
        Assert.True(next.IsCancellationRequested);
    }

    [Fact]
    public async Task Listener_ThatThrows_EndsNeitherTheWriterNorTheRun()
    {
        await using var engine = await EngineHarness.StartAsync(instead: services => services.AddSingleton<IEventBus>(new Broken()));

        var run = await engine.CompleteAsync("name: two\nsteps:\n  - { id: a, uses: set }\n  - { id: b, uses: set }\n", "two");

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.True(engine.Get<TaskLedger>().IsAlive);
    }

    private static Task<EngineHarness> StartAsync(Stubborn stubborn) =>
        EngineHarness.StartAsync(services => services.AddSingleton(new ActivityRegistry([stubborn])), options => options with { MaxConcurrency = 8 });

    private static async Task<TaskId> RunAsync(EngineHarness engine, Stubborn stubborn)
    {
        await engine.SaveAsync("name: long\nsteps:\n  - { id: a, uses: set }\n");
        var run = await engine.RunAsync("long");
        await stubborn[1].Begun.Task.WaitAsync(Patience);
        return (await engine.Get<RunQueries>().GetAsync(run))!.Tasks[0].Id;
    }

    private static async Task ReleaseAsync(EngineHarness engine, TaskId id) => Assert.Equal(
        1, (await engine.Get<TaskLedger>().SubmitAsync(new ReleaseTasksCommand(Actor.Engine, [(id, 1)], CountAttempt: true), CancellationToken.None)).Value);

    /// <summary>Ends only when it is let go, whatever it is told.</summary>
    private sealed class Stubborn : IActivity
    {
        private readonly ConcurrentDictionary<int, Attempt> _attempts = new();

        public string Uses => "set";

        public Attempt this[int number] => _attempts.GetOrAdd(number, _ => new Attempt());

        public void LetAllGo()
        {
            foreach (var attempt in _attempts.Values)
            {
                attempt.LetGo.TrySetResult();
            }
        }

        public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
        {
            var attempt = this[context.Attempt];
            attempt.Begun.SetResult();
            await using var told = cancellation.Register(() => attempt.Stopped.TrySetResult());
            await attempt.LetGo.Task;
            return new ActivityOutcome.Produced(EngineJson.Empty);
        }
    }

    private sealed class Attempt
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource LetGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Broken : IEventBus
    {
        public int SubscriberCount => 0;

        public void Publish(IReadOnlyList<EngineEvent> events) => throw new InvalidOperationException("nobody listens");

        public EventSubscription Subscribe() => throw new NotSupportedException();
    }
}
