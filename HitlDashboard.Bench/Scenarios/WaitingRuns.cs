using System.Diagnostics;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P6: 100,000 runs that wait for a person, against a server with none.</summary>
internal static class WaitingRuns
{
    private const int Runs = 100_000;
    private const int Times = 3;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var (empty, full) = (Directory.CreateTempSubdirectory("hitl-empty-").FullName, Directory.CreateTempSubdirectory("hitl-full-").FullName);
        try
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await RestApprovals.AskAsync(full, 1000);
            var watch = Stopwatch.StartNew();
            var heap = await HeapAsync(full);
            var asked = watch.Elapsed;
            var measured = await ServersAsync(empty, full);
            return
            [
                new Row("P6 runs brought to wait, per second", Transitions.Number((Runs - 1000) / asked.TotalSeconds)),
                Row.AtMost("P6 managed heap more, in the process that started them", (heap - before) / 1048576.0, 50, "MiB"),
                new Row("P6 working set, empty and with 100,000 waiting, MiB", $"{Transitions.Number(measured[0].Memory)}, {Transitions.Number(measured[1].Memory)}"),
                Row.AtMost("P6 working set more, after a restart", measured[1].Memory - measured[0].Memory, 50, "MiB"),
                new Row("P6 start to ready, empty and with 100,000 waiting, s", Transitions.Two(measured[0].Start.TotalSeconds, measured[1].Start.TotalSeconds)),
                Row.AtMost("P6 start to ready against empty", measured[1].Start / measured[0].Start, 3, "x"),
            ];
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
            Directory.Delete(full, recursive: true);
        }
    }

    private static async Task<long> HeapAsync(string full)
    {
        await using var engine = await BenchEngine.StartAsync(RoundTrips.Yaml, kept: full);
        await RestApprovals.AskAsync(engine, Runs - 1000);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<(TimeSpan Start, double Memory)[]> ServersAsync(string empty, string full)
    {
        var found = new List<(TimeSpan Start, double Memory)>[] { [], [] };
        for (var time = 0; time <= Times; time++)
        {
            for (var which = 0; which < 2; which++)
            {
                using var server = ServerUnderMeasure.Dashboard(which == 0 ? empty : full);
                var start = await server.HealthyAsync();
                await Task.Delay(time == 0 ? TimeSpan.Zero : Settle);
                found[which].Add((start, server.WorkingSet()));
            }
        }

        // The first start makes accounts and fills the disk's cache, and is not counted.
        return [.. found.Select(list => (list.Skip(1).Select(one => one.Start).Order().ElementAt(Times / 2), list.Skip(1).Select(one => one.Memory).Order().ElementAt(Times / 2)))];
    }
}
