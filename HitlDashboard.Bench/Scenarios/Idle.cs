namespace HitlDashboard.Bench.Scenarios;

/// <summary>P8: what the server holds and uses with one open Inbox in which nothing happens.</summary>
internal static class Idle
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var data = Directory.CreateTempSubdirectory("hitl-idle-").FullName;
        try
        {
            using var server = ServerUnderMeasure.Dashboard(data);
            await server.ReadyAsync();
            await using var visitor = await Visitor.ArriveAsync();
            await visitor.SignInAsync(server.Address);
            await Task.Delay(Settle);
            var before = server.Processor();
            await Task.Delay(Watch);
            var share = (server.Processor() - before) / Watch * 100;
            return
            [
                Row.AtMost("P8 working set with one open Inbox after 60 s", server.WorkingSet(), 160, "MiB"),
                Row.AtMost("P8 processor use of one core", share, 1, "%"),
            ];
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
