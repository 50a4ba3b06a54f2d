using System.Diagnostics;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P11: P1 on a database that holds 10 million transitions already, against a fresh one.</summary>
internal static class HistoryGrowth
{
    private const int OldRuns = 1_250_000;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hitl-grown-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            await BulkRows.RunsAsync(folder, OldRuns);
            var filled = watch.Elapsed;
            await Transitions.EngineAsync(null, 4000);
            await Transitions.EngineAsync(folder, 4000);
            var (fresh, grown) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                fresh.Add(Transitions.Rate(await Transitions.EngineAsync(null, Transitions.Runs)));
                grown.Add(Transitions.Rate(await Transitions.EngineAsync(folder, Transitions.Runs)));
            }

            var ratio = fresh.Zip(grown, (one, other) => other / one).Order().ElementAt(Rounds / 2);
            return
            [
                new Row("P11 10 million transitions put in, s; file, MiB", $"{Transitions.Number(filled.TotalSeconds)}; {Transitions.Number(new FileInfo(Path.Combine(folder, "hitl.db")).Length / 1048576.0)}"),
                new Row("P11 transitions/s, fresh and grown, medians", $"{Transitions.Number(fresh.Order().ElementAt(Rounds / 2))}, {Transitions.Number(grown.Order().ElementAt(Rounds / 2))}"),
                Row.Ratio("P11 grown against fresh, median of 3 rounds", ratio, 0.8),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
