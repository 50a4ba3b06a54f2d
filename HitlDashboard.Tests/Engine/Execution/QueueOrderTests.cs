using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Which of the tasks that wait for a place gets the next one.</summary>
public sealed class QueueOrderTests
{
    private static readonly DateTimeOffset Noon = FixedClock.Noon;

    [Fact]
    public void Order_IsPriorityThenAgeOfTheRunThenDueTime()
    {
        var (older, younger) = (RunAt(Noon), RunAt(Noon.AddSeconds(1)));
        DueTask[] expected =
        [
            Task(younger, Noon.AddMinutes(3), 1), Task(older, Noon.AddMinutes(1), 0), Task(older, Noon.AddMinutes(2), 0), Task(younger, Noon, 0),
        ];

        Assert.Equal(expected, expected.Reverse().Order(DueTask.Order));
    }

    [Fact]
    public async Task Runs_ThatWaitForOnePlace_EndOneAfterTheOther()
    {
        var gate = new Gate();
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton(new ActivityRegistry([gate])), options => options with { MaxConcurrency = 1 });
        await engine.SaveAsync("name: first\nsteps:\n  - { id: hold, uses: set }\n");
        await engine.SaveAsync("name: steps\nsteps:\n  - { id: a, uses: set, with: { v: 1 } }\n  - { id: b, uses: set, with: { v: 1 } }\n  - { id: c, uses: set, with: { v: 1 } }\n");
        await engine.RunAsync("first");
        await gate.Entered.Task;
        RunId[] runs = [await engine.RunAsync("steps"), await engine.RunAsync("steps"), await engine.RunAsync("steps")];
        gate.Open.SetResult();

        var places = new List<long>();
        // Two that began in the same millisecond are in the order of their ids.
        foreach (var run in runs.OrderBy(run => run.Value))
        {
            await engine.UntilFinalAsync(run);
            var story = await engine.Get<HistoryQueries>().AfterAsync(run, 0, 100);
            places.AddRange([story.First(entry => entry.Trigger == "Claim").Seq, story[^1].Seq]);
        }

        Assert.Equal(places.Order(), places);
    }

    private static RunId RunAt(DateTimeOffset instant) => new(Guid.CreateVersion7(instant));

    private static DueTask Task(RunId run, DateTimeOffset due, int priority) => new(run, new TaskId(Guid.CreateVersion7(due)), due, priority);

    /// <summary>The step <c>hold</c> keeps its place until it is let go.</summary>
    private sealed class Gate : IActivity
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Uses => "set";

        public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
        {
            if (context.StepId == "hold")
            {
                Entered.TrySetResult();
                await Open.Task.WaitAsync(cancellation);
            }

            return new ActivityOutcome.Produced(EngineJson.Empty);
        }
    }
}
