using System.Diagnostics;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P2: 5,000 runs of step, review, step, decided through the public API by 64 callers.</summary>
internal static class RoundTrips
{
    public const string Yaml = """
        name: asked
        steps:
          - { id: a, uses: set, with: { x: 1 }, review: { queue: bench } }
          - { id: b, uses: set, with: { x: 1 } }
        """;

    /// <summary>Start; claim, submit, open; stage, release, approve; claim, succeed; complete.</summary>
    private const int TransitionsPerRun = 10;

    private const int Runs = 5_000;
    private const int Callers = 64;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await Floor.TransitionsAsync(1000);
        var floor = await Floor.TransitionsAsync(Transitions.Runs);
        await using var engine = await BenchEngine.StartAsync(Yaml);
        await RoundAsync(engine, 500);
        var took = await RoundAsync(engine, Runs);
        var rate = Runs / took.TotalSeconds;
        return
        [
            new Row("P2 human round trips/s, 64 callers", Transitions.Number(rate)),
            Row.Ratio("P2 against floor / 10 transitions", rate / (floor / TransitionsPerRun), 0.4),
        ];
    }

    private static async Task<TimeSpan> RoundAsync(BenchEngine engine, int runs)
    {
        var left = runs;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await OneAsync(engine);
            }
        }));
        return watch.Elapsed;
    }

    private static async Task OneAsync(BenchEngine engine)
    {
        var bus = (CountingBus)engine.Get<IEventBus>();
        var run = (await engine.Get<StartRun>().ExecuteAsync("asked", EngineJson.Empty, BenchEngine.Supervisor)).Value;
        var progress = bus.Of(run);
        var review = await progress.Asked.Task;
        var answer = await engine.Get<DecideReview>().ExecuteAsync(
            new DecisionRequest { ReviewId = review, Version = 1, Verdict = Verdict.Approve }, BenchEngine.Supervisor);
        if (answer.Refused is { } refused)
        {
            throw new InvalidOperationException(refused.Message);
        }

        await progress.Completed.Task;
        bus.Forget(run);
    }
}
