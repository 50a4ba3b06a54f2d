using System.Diagnostics;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P9: from the process's start to the first page painted, on existing data, against an empty Blazor Server application.</summary>
internal static class ColdStart
{
    private const int Times = 5;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var data = Directory.CreateTempSubdirectory("hitl-cold-").FullName;
        try
        {
            await MakeDataAsync(data);
            var empty = await MedianAsync(ServerUnderMeasure.Empty, "/", "h1");
            var ours = await MedianAsync(() => ServerUnderMeasure.Dashboard(data), "/signin", "input[type=password]");
            return
            [
                new Row("P9 empty Blazor Server app: start to painted, s", Transitions.Number(empty.TotalSeconds)),
                new Row("P9 dashboard: start to painted, s", Transitions.Number(ours.TotalSeconds)),
                Row.AtMost("P9 dashboard against empty app", ours / empty, 2.5, "x"),
            ];
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task MakeDataAsync(string data)
    {
        using var server = ServerUnderMeasure.Dashboard(data);
        await server.ReadyAsync();
    }

    private static async Task<TimeSpan> MedianAsync(Func<ServerUnderMeasure> start, string path, string painted)
    {
        var times = new List<TimeSpan>();
        for (var time = 0; time <= Times; time++)
        {
            await using var visitor = await Visitor.ArriveAsync();
            using var server = start();
            await server.ReadyAsync();
            await visitor.Page.GotoAsync(new Uri(server.Address, path).ToString());
            await visitor.Page.WaitForSelectorAsync(painted);
            times.Add(Stopwatch.GetElapsedTime(server.StartedAt));
        }

        // The first fills the disk's cache and is not counted.
        times.RemoveAt(0);
        times.Sort();
        return times[Times / 2];
    }
}
