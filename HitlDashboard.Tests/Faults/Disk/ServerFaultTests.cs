using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>What programs see of a disk that fails.</summary>
[Collection(nameof(KillTests))]
public sealed class ServerFaultTests
{
    [Fact]
    public async Task Server_DiskFull_SaysSo_ReadsOn_AndTakesTheSameRequestAfterwards()
    {
        await using var server = await DashboardServer.StartAsync();
        var disk = await WatchAsync(server);
        using var client = server.WithKey();
        var caller = new DoorCaller(client);
        (await caller.PutYamlAsync("/api/workflows/echo", DoorsFixture.Echo)).Is(200);
        disk.Fail("no room");

        var refused = await caller.PostAsync("/api/workflows/echo/runs", new { input = new { text = "late" } }, key: "once");
        refused.Refuses(503, "storage-failed");
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        (await caller.GetAsync("/health/ready")).Refuses(503, "not-ready");
        Assert.Empty((await caller.GetAsync("/api/runs")).Is(200).Json.Items());

        disk.Heal();
        await Eventually.IsTrueAsync(async () => (await caller.GetAsync("/health/ready")).Status == 200, "the server is ready again by itself");
        Assert.InRange((await caller.PostAsync("/api/workflows/echo/runs", new { input = new { text = "late" } }, key: "once")).Status, 200, 201);
        Assert.Single((await caller.GetAsync("/api/runs")).Is(200).Json.Items());
    }

    [Fact]
    public async Task Server_DiskCannotBeRead_SaysSoAndReadsAfterwards()
    {
        await using var server = await DashboardServer.StartAsync();
        var disk = await WatchAsync(server);
        using var client = server.WithKey();
        var caller = new DoorCaller(client);
        (await caller.GetAsync("/api/runs")).Is(200);
        disk.Fail("read error");
        SqliteConnection.ClearAllPools();

        (await caller.GetAsync("/api/runs")).Refuses(503, "storage-failed");
        disk.Heal();
        await Eventually.IsTrueAsync(async () => (await caller.GetAsync("/api/runs")).Status == 200, "the server reads again");
    }

    private static async Task<FaultyDisk> WatchAsync(DashboardServer server)
    {
        var disk = new FaultyDisk();
        await server.StopAsync();
        SqliteConnection.ClearAllPools();
        DiskShim.Watch(Path.GetDirectoryName(server.DataDirectory)!, disk);
        await server.StartAgainAsync();
        return disk;
    }
}
