using System.Diagnostics;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using ActivityContext = HitlDashboard.Engine.Activities.ActivityContext;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P10: 100 tasks of 200 ms, 20 at once, from the start of the run to its end.</summary>
internal static class ParallelTasks
{
    private const int Tasks = 100;
    private const int AtOnce = 20;
    private const int Times = 5;
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(200);

    private const string Yaml = """
        name: parallel
        steps:
          - { id: a, uses: set, foreach: "{{input.list}}" }
        """;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await using var engine = await BenchEngine.StartAsync(Yaml, new Slow(), concurrency: AtOnce);
        var times = new List<TimeSpan>();
        for (var time = 0; time <= Times; time++)
        {
            times.Add(await OneAsync(engine));
        }

        // The first compiles everything and is not counted.
        times.RemoveAt(0);
        times.Sort();
        var ideal = Each * Tasks / AtOnce;
        return
        [
            new Row("P10 100 tasks of 200 ms, 20 at once, median of 5, ms", Transitions.Number(times[Times / 2].TotalMilliseconds)),
            Row.AtMost("P10 against the ideal", times[Times / 2] / ideal, 1.1, "x"),
        ];
    }

    private static async Task<TimeSpan> OneAsync(BenchEngine engine)
    {
        var bus = (CountingBus)engine.Get<IEventBus>();
        var begin = Stopwatch.GetTimestamp();
        var run = (await engine.Get<StartRun>().ExecuteAsync("parallel", EngineJson.From(new { list = Enumerable.Range(0, Tasks) }), BenchEngine.Supervisor)).Value;
        await bus.Of(run).Completed.Task;
        return Stopwatch.GetElapsedTime(begin);
    }

    /// <summary>Stands in for <c>set</c> and takes its time.</summary>
    private sealed class Slow : IActivity
    {
        public string Uses => "set";

        public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
        {
            await Task.Delay(Each, cancellation);
            return new ActivityOutcome.Produced(EngineJson.Empty);
        }
    }
}
