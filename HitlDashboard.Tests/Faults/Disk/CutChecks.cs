using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Faults.Crash;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>Opens what a cut left as the engine would, and holds it against what was acknowledged before.</summary>
internal static class CutChecks
{
    /// <param name="entries">The recording.</param>
    /// <param name="at">How many of them came before the cut.</param>
    /// <param name="rebuild">Writes the files that are left into a folder.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<DiskEntry> entries, int at, Action<string> rebuild)
    {
        using var folder = new TempFolder();
        rebuild(folder.Path);
        var (told, effects) = Told(entries.Take(at));
        var database = folder.File("hitl.db");
        try
        {
            if (File.Exists(database))
            {
                await DatabaseSchema.PrepareAsync(database, CancellationToken.None);
            }

            return [.. new CrashChecks(folder.Path, told).AfterKill(), .. effects.Count == 0 ? [] : Forgotten(database, effects)];
        }
        catch (Exception broken)
        {
            return [$"broken: it can't be opened: {broken.Message}"];
        }
    }

    private static (AckLog Told, List<string> Effects) Told(IEnumerable<DiskEntry> entries)
    {
        var told = new AckLog();
        var effects = new List<string>();
        foreach (var mark in entries.Where(entry => entry.Event == DiskEvent.Mark).Select(entry => entry.File))
        {
            if (mark.StartsWith(RecordedRun.Effect, StringComparison.Ordinal))
            {
                effects.Add(mark[RecordedRun.Effect.Length..]);
            }
            else if (mark != RecordedRun.Ready)
            {
                told.Add(Ack.Parse(mark));
            }
        }

        return (told, effects);
    }

    /// <summary>What happened outside was claimed before: else the next life would do it again under the same key.</summary>
    private static IEnumerable<string> Forgotten(string database, List<string> effects)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Id, Attempt FROM Tasks";
        using var reader = command.ExecuteReader();
        var attempts = new Dictionary<string, long>();
        while (reader.Read())
        {
            attempts[ValueConversions.Id(reader.GetFieldValue<byte[]>(0)).ToString()] = reader.GetInt64(1);
        }

        return [.. effects.Select(effect => effect.Split(':')).Where(effect => attempts.GetValueOrDefault(effect[0]) < long.Parse(effect[1])).Select(effect => $"lost: attempt {effect[1]} of task {effect[0]}, whose effect happened")];
    }
}
