using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

/// <summary>What the writer does beside what it is asked for.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Shrink_WhileSomebodyReads_DoesNotWaitForThem()
    {
        var folder = Directory.CreateTempSubdirectory("hitl-shrink-").FullName;
        using (var writer = WriterConnection.Open(Path.Combine(folder, "a.db")))
        using (var reader = new SqliteConnection($"Data Source={Path.Combine(folder, "a.db")};Pooling=False"))
        {
            Run(writer, "PRAGMA busy_timeout = 600000");
            Run(writer, "CREATE TABLE Facts (Id INTEGER PRIMARY KEY)");
            reader.Open();
            Run(reader, "BEGIN");
            Run(reader, "SELECT COUNT(*) FROM Facts");
            Run(writer, "INSERT INTO Facts DEFAULT VALUES");

            Assert.False(await Task.Run(() => WriterConnection.Shrink(writer)).WaitAsync(TimeSpan.FromMinutes(2)));

            Assert.Equal(600000L, Run(writer, "PRAGMA busy_timeout"));
            Run(reader, "COMMIT");
            Assert.True(WriterConnection.Shrink(writer));
            Assert.Equal(0, new FileInfo(Path.Combine(folder, "a.db-wal")).Length);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Keys_ThatAreOld_AreForgottenAlsoByAWriterThatNeverRests()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await engine.SaveAsync("name: one\nsteps: [ { id: a, uses: human } ]\n");
        await StartAsync(engine, "old");
        clock.Now += TimeSpan.FromDays(8);

        // The answer to the second comes after all that the first set off.
        await StartAsync(engine, "new");
        await StartAsync(engine, "newer");

        Assert.Equal(2, ReleasedFile.Read(Path.Combine(engine.Folder, "hitl.db"), "SELECT Key FROM Idempotency").Count);
    }

    private static async Task StartAsync(EngineHarness engine, string key)
    {
        var answer = await engine.Get<StartRun>().ExecuteAsync("one", EngineJson.Empty, engine.Ana, key: new IdempotencyKey(key, key));
        Assert.True(answer.Refused is null, answer.Refused?.Message);
    }

    private static object? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
