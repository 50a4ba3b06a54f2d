using System.Diagnostics;
using System.Globalization;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P1: 20,000 three-step runs with instant activities, against the floor of the same run.</summary>
internal static class Transitions
{
    public const int Runs = 20_000;

    /// <summary>Enough for the compiler to have seen everything that is hot.</summary>
    private const int WarmUp = 4_000;

    private const int Callers = 256;

    private const string Yaml = """
        name: three
        steps:
          - { id: a, uses: set, with: { x: 1 } }
          - { id: b, uses: set, with: { x: 1 } }
          - { id: c, uses: set, with: { x: 1 } }
        """;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await Floor.TransitionsAsync(WarmUp);
        var floor = await Floor.TransitionsAsync(Runs);
        await Floor.TransitionsAsync(WarmUp, direct: true);
        var direct = await Floor.TransitionsAsync(Runs, direct: true);
        await using var engine = await BenchEngine.StartAsync(Yaml);
        await StartAsync(engine, WarmUp);
        var marks = await StartAsync(engine, Runs);
        var rate = Runs * Floor.TransitionsPerRun / marks[^1].TotalSeconds;
        return
        [
            new Row("P1 floor: transitions/s, prepared, batches of 256", Number(floor)),
            new Row("P1 the same through the ledger's own statements", Number(direct)),
            new Row("P1 engine: transitions/s", Number(rate)),
            Row.Ratio("P1 engine against floor", rate / floor, 0.6),
            new Row("P1 engine against the ledger's own statements", (rate / direct).ToString("0.00", CultureInfo.InvariantCulture)),
            new Row("P1 µs per transition, first 10 %", Number(Cost(TimeSpan.Zero, marks[0], 0.1))),
            new Row("P1 µs per transition, 10 % to 50 %", Number(Cost(marks[0], marks[1], 0.4))),
            new Row("P1 µs per transition, 50 % to 100 %", Number(Cost(marks[1], marks[2], 0.5))),
            new Row("P1 managed heap after, MiB", Number(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0)),
            new Row("P1 peak working set, MiB", Number(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0)),
        ];
    }

    public static string Number(double value) => value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static double Cost(TimeSpan from, TimeSpan to, double share) =>
        (to - from).TotalMicroseconds / (Runs * share * Floor.TransitionsPerRun);

    /// <summary>Starts runs and waits until all are completed; answers when 10 %, 50 % and 100 % were.</summary>
    private static async Task<TimeSpan[]> StartAsync(BenchEngine engine, int runs)
    {
        var bus = (CountingBus)engine.Get<IEventBus>();
        var start = engine.Get<StartRun>();
        var watch = Stopwatch.StartNew();
        var marks = bus.MarksAsync(bus.Completed, runs, watch);
        var left = runs;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await start.ExecuteAsync("three", EngineJson.Empty, BenchEngine.Supervisor);
            }
        }));
        return await marks;
    }
}
