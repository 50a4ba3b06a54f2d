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

    /// <summary>Floor and engine take turns, so that whatever else the machine does meets both.</summary>
    private const int Rounds = 3;

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
        await Floor.TransitionsAsync(WarmUp, direct: true);
        await EngineAsync(null, WarmUp);
        var rounds = new List<(double Floor, double Direct, TimeSpan[] Marks, double FloorCpu, double Cpu)>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = Processor();
            var measured = await Floor.TransitionsAsync(Runs);
            var between = Processor();
            var engine = await EngineAsync(null, Runs);
            var after = Processor();
            rounds.Add((measured, await Floor.TransitionsAsync(Runs, direct: true), engine, (between - before).TotalMicroseconds, (after - between).TotalMicroseconds));
        }

        var ordered = rounds.OrderBy(round => Rate(round.Marks) / round.Floor).ToList();
        var (floor, direct, marks, floorCpu, cpu) = ordered[Rounds / 2];
        return
        [
            new Row("P1 floor: transitions/s, prepared, batches of 256", Number(floor)),
            new Row("P1 the same through the ledger's own statements", Number(direct)),
            new Row("P1 engine: transitions/s", Number(Rate(marks))),
            Row.Ratio("P1 engine against floor, median of 3 rounds", Rate(marks) / floor, 0.6),
            new Row("P1 lowest and highest round", Two(Rate(ordered[0].Marks) / ordered[0].Floor, Rate(ordered[^1].Marks) / ordered[^1].Floor)),
            new Row("P1 engine against the ledger's own statements", Two(Rate(marks) / direct)),
            new Row("P1 processor µs per transition, floor and engine", Two(floorCpu / (Runs * Floor.TransitionsPerRun), cpu / (Runs * Floor.TransitionsPerRun))),
            new Row("P1 µs per transition, first 10 %", Number(Cost(TimeSpan.Zero, marks[0], 0.1))),
            new Row("P1 µs per transition, 10 % to 50 %", Number(Cost(marks[0], marks[1], 0.4))),
            new Row("P1 µs per transition, 50 % to 100 %", Number(Cost(marks[1], marks[2], 0.5))),
            new Row("P1 managed heap after, MiB", Number(GC.GetTotalMemory(forceFullCollection: true) / 1048576.0)),
            new Row("P1 peak working set, MiB", Number(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0)),
        ];
    }

    /// <summary>Starts runs on an engine of their own and waits until all are completed; answers when 10 %, 50 % and 100 % were.</summary>
    public static async Task<TimeSpan[]> EngineAsync(string? folder, int runs)
    {
        await using var engine = await BenchEngine.StartAsync(Yaml, kept: folder);
        await StartAsync(engine, 500);
        return await StartAsync(engine, runs);
    }

    /// <summary>Transitions a second of <see cref="Runs"/> runs.</summary>
    public static double Rate(TimeSpan[] marks) => Runs * Floor.TransitionsPerRun / marks[^1].TotalSeconds;

    public static string Number(double value) => value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    public static string Two(params double[] values) => string.Join(", ", values.Select(value => value.ToString("0.00", CultureInfo.InvariantCulture)));

    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;

    private static double Cost(TimeSpan from, TimeSpan to, double share) =>
        (to - from).TotalMicroseconds / (Runs * share * Floor.TransitionsPerRun);

    private static async Task<TimeSpan[]> StartAsync(BenchEngine engine, int runs)
    {
        var bus = (CountingBus)engine.Get<IEventBus>();
        var start = engine.Get<StartRun>();
        var watch = Stopwatch.StartNew();
        var marks = bus.MarksAsync(bus.Completed, runs, watch);
        await Callers.EachAsync(runs, async _ => await start.ExecuteAsync("three", EngineJson.Empty, BenchEngine.Supervisor));
        return await marks;
    }
}
