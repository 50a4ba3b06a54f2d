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

    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await Floor.TransitionsAsync(2000);
        await RateAsync(1000);
        var rounds = new List<(double Floor, double Rate)>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await Floor.TransitionsAsync(Transitions.Runs), (await RateAsync(Runs)).PerSecond));
        }

        var ordered = rounds.OrderBy(Share).ToList();
        return
        [
            new Row("P2 human round trips/s, 64 callers", Transitions.Number(ordered[Rounds / 2].Rate)),
            Row.Ratio("P2 against floor / 10 transitions, median of 3 rounds", Share(ordered[Rounds / 2]), 0.4),
            new Row("P2 lowest and highest round", Transitions.Two(Share(ordered[0]), Share(ordered[^1]))),
        ];

        static double Share((double Floor, double Rate) round) => round.Rate / (round.Floor / TransitionsPerRun);
    }

    /// <summary>Round trips a second, and how many of them one core does in a second.</summary>
    public static async Task<(double PerSecond, double PerCore)> RateAsync(int runs)
    {
        await using var engine = await BenchEngine.StartAsync(Yaml);
        await Callers.EachAsync(500, _ => OneAsync(engine));
        var used = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Callers.EachAsync(runs, _ => OneAsync(engine));
        return (runs / watch.Elapsed.TotalSeconds, runs / (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds);
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
