using System.Diagnostics;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Bench;

/// <summary>What the disk and SQLite allow: the rows of a three-step run, written by the same prepared statements on the same schema and settings, with no engine around them.</summary>
internal static class Floor
{
    /// <summary>History entries of a three-step run: start, three claims, three successes, completion.</summary>
    public const int TransitionsPerRun = 8;

    private const int Batch = 256;

    /// <summary>Transitions a second in batches of 256, through the provider's commands or through the statements that the ledger itself uses.</summary>
    public static async Task<double> TransitionsAsync(int runs, bool direct = false)
    {
        var folder = Directory.CreateTempSubdirectory("hitl-floor-").FullName;
        var file = Path.Combine(folder, "floor.db");
        await DatabaseSchema.PrepareAsync(file, CancellationToken.None);
        using var connection = WriterConnection.Open(file);
        using var statements = new FloorStatements(connection, direct);
        var watch = Stopwatch.StartNew();
        Write(connection, statements, runs);
        var rate = runs * TransitionsPerRun / watch.Elapsed.TotalSeconds;
        Directory.Delete(folder, recursive: true);
        return rate;
    }

    /// <summary>The median of one row committed by itself, durably.</summary>
    public static async Task<TimeSpan> CommitAsync(int commits)
    {
        var folder = Directory.CreateTempSubdirectory("hitl-floor-").FullName;
        var file = Path.Combine(folder, "floor.db");
        await DatabaseSchema.PrepareAsync(file, CancellationToken.None);
        using var connection = WriterConnection.Open(file);
        using var statements = new FloorStatements(connection, direct: false);
        var times = new List<TimeSpan>(commits);
        for (var commit = 1; commit <= commits; commit++)
        {
            var watch = Stopwatch.StartNew();
            using var transaction = connection.BeginTransaction();
            History(statements, transaction, commit, Guid.CreateVersion7().ToByteArray(), "Claim", "Pending", "Running");
            transaction.Commit();
            times.Add(watch.Elapsed);
        }

        times.Sort();
        return times[commits / 2];
    }

    private static void Write(SqliteConnection connection, FloorStatements statements, int runs)
    {
        long seq = 0;
        var perBatch = Batch / TransitionsPerRun;
        for (var first = 0; first < runs; first += perBatch)
        {
            using var transaction = connection.BeginTransaction();
            for (var run = first; run < Math.Min(runs, first + perBatch); run++)
            {
                seq = OneRun(statements, transaction, run + 1, seq);
            }

            transaction.Commit();
        }
    }

    private static long OneRun(FloorStatements statements, SqliteTransaction transaction, long number, long seq)
    {
        var now = DateTimeOffset.UtcNow.UtcTicks;
        var run = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        statements.InsertRun(transaction, run, number, "three", new string('a', 64), "three", "Running", 0, "{}", "bench", now);
        History(statements, transaction, ++seq, run, "Start", null, "Running");
        for (var step = 0; step < 3; step++)
        {
            var task = Guid.CreateVersion7().ToByteArray(bigEndian: true);
            statements.InsertTask(transaction, task, run, "s" + step, -1, "Pending", null, null, 0, 0, 0, 1, 0, null, null, null, now);
            statements.ClaimTask(transaction, task, "Pending", 0, 1, 1, "bench", now, now);
            History(statements, transaction, ++seq, run, "Claim", "Pending", "Running");
            statements.UpdateTask(
                transaction, task, "Running", 1, "Completed", "Succeeded", null, null, 0, 1, 1, null, "{\"x\":1}", null, null, null, null, now, 1);
            History(statements, transaction, ++seq, run, "Succeed", "Running", "Completed");
        }

        statements.UpdateRun(transaction, run, "Completed", null, null, now);
        History(statements, transaction, ++seq, run, "Complete", "Running", "Completed");
        return seq;
    }

    private static void History(FloorStatements statements, SqliteTransaction transaction, long seq, byte[] run, string trigger, string? from, string to) =>
        statements.InsertHistory(
            transaction, seq, run, run, null, "task", trigger, from, to, 1, "engine", DateTimeOffset.UtcNow.UtcTicks, null);
}
