using System.Buffers.Binary;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Bench;

/// <summary>Puts many rows into a database at once, as years of work would have.</summary>
internal static class BulkRows
{
    /// <summary>Opens reviews until there are so many.</summary>
    public static Task ReviewsAsync(string folder, int total) => FillAsync(folder, ["Reviews"], connection => Run(connection, $"""
        WITH RECURSIVE n(i) AS (SELECT 1 + (SELECT COUNT(*) FROM Reviews) UNION ALL SELECT i + 1 FROM n WHERE i < {total})
        INSERT INTO Reviews (Id, Number, RunId, TaskId, Workflow, StepId, Round, Subject, State, Version, Digest, Queue, Risk, Priority, UrgentAt, Title, Kind, Request, CreatedAt)
        SELECT old_id(i, 2), i, old_id(i, 0), old_id(i, 1), 'old', 'a', 1, 'Output', 'Open', 1, '{new string('a', 64)}', 'bench', 'Medium', 0,
            {Ticks()} + abs(random() % 36000000000), 'Something to look at ' || i, 'Json', {RequestOf(500)}, {Ticks()}
        FROM n
        """));

    /// <summary>Adds completed three-step runs with their whole history.</summary>
    public static Task RunsAsync(string folder, int runs) => FillAsync(folder, ["Runs", "Tasks", "History"], connection =>
    {
        for (var first = 1; first <= runs; first += 50_000)
        {
            RunsBetween(connection, first, Math.Min(runs, first + 49_999));
        }
    });

    private static void RunsBetween(SqliteConnection connection, int first, int last)
    {
        var numbers = $"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})";
        Run(connection, $"""
            {numbers} INSERT INTO Runs (Id, Number, Workflow, DefinitionHash, Title, State, Priority, Input, StartedBy, CreatedAt, CompletedAt)
            SELECT old_id(i, 0), i, 'old', '{new string('a', 64)}', 'old', 'Completed', 0, '{"{}"}', 'bench', {Ticks()}, {Ticks()} FROM n
            """);
        Run(connection, $$"""
            {{numbers}}, s(k) AS (VALUES (0), (1), (2))
            INSERT INTO Tasks (Id, RunId, StepId, "Index", State, Resolution, Priority, Attempt, AttemptBase, Round, Fence, Output, CreatedAt, StartedAt, CompletedAt)
            SELECT old_id(i, 1 + k), old_id(i, 0), char(97 + k), -1, 'Completed', 'Succeeded', 0, 1, 0, 1, 1, '{"x":1}', {{Ticks()}}, {{Ticks()}}, {{Ticks()}} FROM n, s
            """);
        Run(connection, $"""
            {numbers}, s(k, what, before, after) AS (VALUES (0, 'Start', NULL, 'Running'), (1, 'Claim', 'Pending', 'Running'), (2, 'Succeed', 'Running', 'Completed'),
                (3, 'Claim', 'Pending', 'Running'), (4, 'Succeed', 'Running', 'Completed'), (5, 'Claim', 'Pending', 'Running'), (6, 'Succeed', 'Running', 'Completed'), (7, 'Complete', 'Running', 'Completed'))
            INSERT INTO History (Seq, RunId, TaskId, Kind, "Trigger", "From", "To", Attempt, Actor, At)
            SELECT (i - 1) * 8 + k + 1, old_id(i, 0), old_id(i, 1 + (k - 1) / 2), 'task', what, before, after, 1, 'engine', {Ticks()} FROM n, s
            """);
    }

    private static async Task FillAsync(string folder, string[] tables, Action<SqliteConnection> fill)
    {
        var file = Path.Combine(folder, "hitl.db");
        await DatabaseSchema.PrepareAsync(file, CancellationToken.None);

        // Readers of an engine that is stopped may still be kept open, and hold on to the log.
        SqliteConnection.ClearAllPools();
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        connection.CreateFunction("old_id", (long number, long kind) => OldId(number, kind), isDeterministic: true);
        Run(connection, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; PRAGMA temp_store = FILE");
        var restore = WithoutIndexes(connection, tables);
        fill(connection);
        restore();
    }

    // Filling first and sorting once is several times faster than keeping every index in order.
    private static Action WithoutIndexes(SqliteConnection connection, string[] tables)
    {
        var indexes = new List<(string Name, string Sql)>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('{string.Join("', '", tables)}')";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                indexes.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        indexes.ForEach(index => Run(connection, $"DROP INDEX \"{index.Name}\""));
        return () => indexes.ForEach(index => Run(connection, index.Sql));
    }

    // Older than any id that is made now, and in the order of their numbers, as ids of version 7 are.
    private static byte[] OldId(long number, long kind)
    {
        var id = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, (number * 4) + kind);
        return id;
    }

    private static long Ticks() => DateTimeOffset.UtcNow.UtcTicks;

    private static string RequestOf(int length) => $$"""
        '{"subject":"Output","title":"Something to look at","kind":"Json","content":{"text":"{{new string('x', length)}}"},"subjected":{"x":1},"allowed":["Approve"],"queue":"bench","risk":"Medium","undoSeconds":8}'
        """;

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
