using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P4: <c>POST approve</c> over loopback HTTP with an API key and idempotency keys, 64 connections, against what the engine does per core without HTTP.</summary>
internal static class RestApprovals
{
    private const int Connections = 64;

    /// <summary>A server compiles for some seconds what is hot; that is not what an approval costs.</summary>
    private const int WarmUp = 4_000;

    private const int Approvals = 4_000;
    private const string Key = "bench-key-for-one-measurement-only-0123456789abcdef";

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await RoundTrips.RateAsync(1000);
        var (_, before) = await RoundTrips.RateAsync(Approvals);
        var data = Directory.CreateTempSubdirectory("hitl-rest-").FullName;
        try
        {
            var reviews = await AskAsync(data, WarmUp + Approvals);
            using var server = ServerUnderMeasure.Dashboard(
                data, ("Bootstrap__ApiKey", Key), ("Api__RequestsPerSecond", "1000000"), ("Api__Burst", "1000000"), ("Logging__LogLevel__Default", "Warning"));
            await server.HealthyAsync();
            await ApproveAsync(server, reviews[..WarmUp]);
            var used = server.Processor();
            var watch = Stopwatch.StartNew();
            var times = await ApproveAsync(server, reviews[WarmUp..]);
            var (wall, cores) = (watch.Elapsed.TotalSeconds, (server.Processor() - used).TotalSeconds);
            times.Sort();
            var (_, after) = await RoundTrips.RateAsync(Approvals);
            return
            [
                new Row("P4 REST approvals/s, 64 connections", Transitions.Number(Approvals / wall)),
                new Row("P4 approvals per core and second", Transitions.Number(Approvals / cores)),
                new Row("P4 round trips of P2 per core and second, before and after", $"{Transitions.Number(before)}, {Transitions.Number(after)}"),
                new Row("P4 p99 of one approval, ms", Transitions.Number(times[(int)(times.Count * 0.99)].TotalMilliseconds)),
                Row.Ratio("P4 per core against P2 per core", Approvals / cores / ((before + after) / 2), 0.25),
            ];
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Runs that wait for a person, in a folder that stays.</summary>
    public static async Task<ReviewId[]> AskAsync(string data, int runs)
    {
        await using var engine = await BenchEngine.StartAsync(RoundTrips.Yaml, kept: data);
        return await AskAsync(engine, runs);
    }

    public static async Task<ReviewId[]> AskAsync(BenchEngine engine, int runs)
    {
        var bus = (CountingBus)engine.Get<IEventBus>();
        var reviews = new ReviewId[runs];
        await Connections.EachAsync(runs, async place =>
        {
            var run = (await engine.Get<StartRun>().ExecuteAsync("asked", EngineJson.Empty, BenchEngine.Supervisor)).Value;
            reviews[place] = await bus.Of(run).Asked.Task;
            bus.Forget(run);
        });
        return reviews;
    }

    private static async Task<List<TimeSpan>> ApproveAsync(ServerUnderMeasure server, ReviewId[] reviews)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var times = new TimeSpan[reviews.Length];
        await Connections.EachAsync(reviews.Length, async place =>
        {
            var begin = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/reviews/{reviews[place]}/approve") { Content = JsonContent.Create(new { version = 1 }) };
            request.Headers.Add("Idempotency-Key", reviews[place].ToString());
            using var response = await http.SendAsync(request);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"Approving answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
            }

            times[place] = Stopwatch.GetElapsedTime(begin);
        });
        return [.. times];
    }
}
