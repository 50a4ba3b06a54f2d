using HitlDashboard.Engine.Health;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Engine.Health;

public sealed class EngineHealthTests
{
    [Fact]
    public async Task Read_RunningEngine_TellsWhatIsInForce()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.CompleteAsync("name: one\nsteps:\n  - { id: a, uses: set, with: { x: 1 } }\n", "one");

        var report = await engine.Get<EngineHealth>().ReadAsync();

        Assert.Null(report.Problem);
        Assert.Equal(("wal", "full", true), (report.Database!.JournalMode, report.Database.Synchronous, report.Database.ForeignKeys));
        Assert.StartsWith("3.", report.Database.SqliteVersion, StringComparison.Ordinal);
        Assert.True(report.Database is { SizeBytes: > 0, BusyTimeoutMs: > 0 } && report.Database.Schema.Contains('_', StringComparison.Ordinal));
        Assert.True(report.Writer is { IsAlive: true, LastCommitAt: not null, Batches: > 0, DecisionsWaiting: >= 0 }, $"{report.Writer}");
    }

    [Fact]
    public async Task Read_DatabaseThatTakesNothing_SaysWhy_AndIsWellAgainAfterwards()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync("name: one\nsteps:\n  - { id: a, uses: set, with: { x: 1 } }\n");
        await using var other = new SqliteConnection($"Data Source={Path.Combine(engine.Folder, "hitl.db")};Pooling=False");
        await other.OpenAsync();
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "CREATE TRIGGER refuse BEFORE INSERT ON Runs BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
            await hold.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => engine.RunAsync("one"));
        Assert.Contains("the disk is full", (await engine.Get<EngineHealth>().ReadAsync()).Problem!, StringComparison.Ordinal);

        await using (var release = other.CreateCommand())
        {
            release.CommandText = "DROP TRIGGER refuse";
            await release.ExecuteNonQueryAsync();
        }

        await engine.RunAsync("one");
        Assert.Null((await engine.Get<EngineHealth>().ReadAsync()).Problem);
    }

    [Fact]
    public async Task Read_StoppedEngine_IsNotReady()
    {
        await using var engine = await EngineHarness.StartAsync();
        var health = engine.Get<EngineHealth>();
        engine.Get<TaskLedger>().Close();

        Assert.NotNull((await health.ReadAsync()).Problem);
    }
}
