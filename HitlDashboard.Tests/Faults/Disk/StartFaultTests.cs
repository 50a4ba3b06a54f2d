using HitlDashboard.Engine;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A failing disk or a damaged file at the start: one sentence, nothing lost, and the next start works.</summary>
[Collection(nameof(KillTests))]
public sealed class StartFaultTests
{
    [Theory]
    [InlineData("read error")]
    [InlineData("can't be opened")]
    [InlineData("read-only")]
    [InlineData("no room for the index")]
    public async Task Start_DiskFails_IsRefusedAndWorksAfterwards(string fault)
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();

        await IsRefusedAsync(bench, () => bench.Disk.Fail(fault));
        await bench.Engine.RestartAsync(bench.Disk.Heal);
        await bench.GoesOnAsync(review);
    }

    [Theory]
    [InlineData("no room at all")]
    [InlineData("no sync at all")]
    public async Task FirstStart_DiskFails_IsRefusedAndWorksAfterwards(string fault)
    {
        using var folder = new TempFolder();
        var disk = new FaultyDisk();
        DiskShim.Watch(folder.Path, disk);
        disk.Fail(fault);
        await using (var first = Services(folder))
        {
            var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => first.GetRequiredService<EngineHost>().StartAsync(CancellationToken.None));
            Assert.Contains(folder.File("hitl.db"), refused.Message, StringComparison.Ordinal);
        }

        disk.Heal();
        await using var second = Services(folder);
        await second.GetRequiredService<EngineHost>().StartAsync(CancellationToken.None);
        await second.GetRequiredService<EngineHost>().StopAsync(CancellationToken.None);
        DiskShim.Unwatch(folder.Path);
    }

    [Theory]
    [InlineData("a page")]
    [InlineData("the header")]
    [InlineData("the end")]
    public async Task Start_FileIsDamaged_IsRefusedAndTheUndamagedFileWorks(string what)
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        byte[] sound = [];

        await IsRefusedAsync(bench, () =>
        {
            EmptyLog(bench.Database);
            sound = File.ReadAllBytes(bench.Database);
            File.WriteAllBytes(bench.Database, Damaged(sound, what));
        });
        await bench.Engine.RestartAsync(() => File.WriteAllBytes(bench.Database, sound));
        await bench.GoesOnAsync(review);
    }

    private static async Task IsRefusedAsync(FaultBench bench, Action meanwhile)
    {
        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => bench.Engine.RestartAsync(() =>
        {
            SqliteConnection.ClearAllPools();
            meanwhile();
        }));
        Assert.Contains(bench.Database, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    // What is in the log hides what is in the database.
    private static void EmptyLog(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        Assert.Equal(0L, checkpoint.ExecuteScalar());
    }

    private static byte[] Damaged(byte[] sound, string what)
    {
        const int Page = 4096;
        byte[] damaged = [.. sound];
        switch (what)
        {
            case "a page":
                damaged.AsSpan(sound.Length / Page / 2 * Page, Page).Fill(0xA5);
                return damaged;
            case "the header":
                damaged.AsSpan(0, 64).Fill(0xA5);
                return damaged;
            default:
                return damaged[..(sound.Length / Page / 2 * Page)];
        }
    }

    private static ServiceProvider Services(TempFolder folder) => new ServiceCollection().AddLogging()
        .AddHitlEngine(new EngineOptions { Directory = folder.Path })
        .AddSingleton(services => (EngineHost)services.GetServices<IHostedService>().Single(hosted => hosted is EngineHost))
        .BuildServiceProvider();
}
