using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Execution;

public sealed class ExecutionSlotsTests : IDisposable
{
    private readonly ExecutionSlots _slots = new(new EngineOptions { Directory = "", MaxConcurrency = 3 });

    [Fact]
    public void Take_FreePlaces_GivesNoMoreThanThereAre()
    {
        _slots.Open(_ => { });

        Assert.Equal(2, _slots.Take(2));
        Assert.Equal(1, _slots.Take(2));
        Assert.Equal(0, _slots.Take(2));

        _slots.Release(2);
        Assert.Equal(2, _slots.Take(5));
    }

    [Fact]
    public void Take_SomebodyWaitsOrNothingIsExecuted_GivesNone()
    {
        Assert.Equal(0, _slots.Take(1));

        _slots.Open(_ => { });
        _slots.IsQueued = true;
        Assert.Equal(0, _slots.Take(1));

        _slots.IsQueued = false;
        _slots.Close();
        Assert.Equal(0, _slots.Take(1));
        Assert.Equal(3, _slots.Free);
    }

    [Fact]
    public async Task Executions_ManyTasksAtOnce_KeepTheLimitAndGiveEveryPlaceBack()
    {
        var gauge = new Gauge();
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton(new ActivityRegistry([gauge])));
        var most = engine.Get<EngineOptions>().MaxConcurrency;
        await engine.SaveAsync(
            """
            name: many
            steps:
              - { id: a, uses: set, foreach: "{{input.list}}" }
              - { id: b, uses: set }
            """);
        var list = Enumerable.Range(0, most * 2);

        var runs = new List<RunId>();
        for (var run = 0; run < 3; run++)
        {
            runs.Add(await engine.RunAsync("many", new { list }));
        }

        foreach (var run in runs)
        {
            Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(run)).Summary.State);
        }

        Assert.InRange(gauge.Most, 2, most);
        await Eventually.IsTrueAsync(() => engine.Get<ExecutionSlots>().Free == most, "every place is free again");
    }

    public void Dispose() => _slots.Dispose();

    private sealed class Gauge : IActivity
    {
        private int _now;
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public string Uses => "set";

        public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
        {
            var now = Interlocked.Increment(ref _now);
            for (var seen = Most; now > seen; seen = Most)
            {
                Interlocked.CompareExchange(ref _most, now, seen);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
            Interlocked.Decrement(ref _now);
            return new ActivityOutcome.Produced(EngineJson.Empty);
        }
    }
}
