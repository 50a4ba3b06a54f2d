using System.IO.Compression;
using HitlDashboard.Tests.Shape;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Engine.Persistence;

/// <summary>
/// A database that the first released version wrote, with tasks in every state: fourteen runs, waiting for a person (an output, an action, a form, a failure), staged with a minute to undo,
/// sent back, delayed, between two attempts, running when the process died, within a list, paused, completed, failed and cancelled.
/// </summary>
internal static class ReleasedFile
{
    public static void Write(string file)
    {
        using var packed = File.OpenRead(Path.Combine(SourceTree.Root, "HitlDashboard.Tests", "Engine", "Persistence", "initial.db.gz"));
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var target = File.Create(file);
        unpacked.CopyTo(target);
    }

    public static void Execute(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of every row as text.</summary>
    public static List<string> Read(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }

    public static List<string> History(string file) => Read(
        file, "SELECT Seq || '|' || Kind || '|' || Trigger || '|' || COALESCE(\"From\", '') || '|' || COALESCE(\"To\", '') || '|' || Actor || '|' || At || '|' || COALESCE(Data, '') FROM History ORDER BY Seq");

    public static List<string> Migrations(string file) => Read(file, "SELECT MigrationId FROM __EFMigrationsHistory ORDER BY MigrationId");

    /// <summary>What the schema is, apart from what the migrating tool keeps for itself.</summary>
    public static List<string> Schema(string file) => Read(file, "SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_master WHERE name <> '__EFMigrationsLock' ORDER BY name");
}
