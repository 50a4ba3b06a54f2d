using System.Collections.Concurrent;
using System.Diagnostics;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using ActivityContext = HitlDashboard.Engine.Activities.ActivityContext;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P3: from the call of approve to the start of the next task, at 500 decisions a second.</summary>
internal static class DecisionLatency
{
    private const int Decisions = 5_000;
    private const int PerSecond = 500;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var commit = await Floor.CommitAsync(500);
        var probe = new Probe();
        await using var engine = await BenchEngine.StartAsync(RoundTrips.Yaml, probe);
        var bus = (CountingBus)engine.Get<IEventBus>();
        var reviews = new List<(RunId Run, ReviewId Review)>();
        for (var run = 0; run < Decisions; run++)
        {
            var id = (await engine.Get<StartRun>().ExecuteAsync("asked", EngineJson.Empty, BenchEngine.Supervisor)).Value;
            reviews.Add((id, await bus.Of(id).Asked.Task));
        }

        var times = await DecideAsync(engine, bus, probe, reviews);
        times.Sort();
        var p99 = times[(int)(times.Count * 0.99)];
        return
        [
            new Row("P3 one durable commit, median, ms", Transitions.Number(commit.TotalMilliseconds)),
            new Row("P3 approve to next task's start, p50, ms", Transitions.Number(times[times.Count / 2].TotalMilliseconds)),
            new Row("P3 approve to next task's start, p99, ms", Transitions.Number(p99.TotalMilliseconds)),
            Row.AtMost("P3 p99 in durable commits", p99 / commit, 20, "x"),
        ];
    }

    private static async Task<List<TimeSpan>> DecideAsync(BenchEngine engine, CountingBus bus, Probe probe, List<(RunId Run, ReviewId Review)> reviews)
    {
        var decide = engine.Get<DecideReview>();
        var asked = new ConcurrentDictionary<RunId, long>();
        var begin = Stopwatch.GetTimestamp();
        var calls = new List<Task>(reviews.Count);
        for (var place = 0; place < reviews.Count; place++)
        {
            var due = TimeSpan.FromSeconds((double)place / PerSecond);
            while (Stopwatch.GetElapsedTime(begin) < due)
            {
                await Task.Delay(1);
            }

            var (run, review) = reviews[place];
            asked[run] = Stopwatch.GetTimestamp();
            calls.Add(decide.ExecuteAsync(new DecisionRequest { ReviewId = review, Version = 1, Verdict = Verdict.Approve }, BenchEngine.Supervisor));
        }

        await Task.WhenAll(calls);
        await Task.WhenAll(reviews.Select(pair => bus.Of(pair.Run).Completed.Task));
        return [.. asked.Select(pair => Stopwatch.GetElapsedTime(pair.Value, probe.Began[pair.Key]))];
    }

    /// <summary>Stands in for <c>set</c> and notes when the second step began.</summary>
    private sealed class Probe : IActivity
    {
        public ConcurrentDictionary<RunId, long> Began { get; } = new();

        public string Uses => "set";

        public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
        {
            if (context.StepId == "b")
            {
                Began[context.RunId] = Stopwatch.GetTimestamp();
            }

            return Task.FromResult<ActivityOutcome>(new ActivityOutcome.Produced(context.With));
        }
    }
}
