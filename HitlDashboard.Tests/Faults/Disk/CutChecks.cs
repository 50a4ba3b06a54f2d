using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Faults.Crash;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>Opens what a cut left as the engine would, and holds it against what was acknowledged before.</summary>
internal static class CutChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="entries">The recording.</param>
    /// <param name="at">How many of them came before the cut.</param>
    /// <param name="rebuild">Writes the files that are left into a folder.</param>
    /// <param name="seed">Lets the engine and the clients of this seed go on until every run has ended; null does not.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<DiskEntry> entries, int at, Action<string> rebuild, int? seed = null)
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

            IReadOnlyList<string> found = [.. new CrashChecks(folder.Path, told).AfterKill(), .. effects.Count == 0 ? [] : Forgotten(database, effects)];
            return found.Count > 0 || seed is null ? found : await GoOnAsync(folder, told, effects, seed.Value);
        }
        catch (Exception broken)
        {
            return [$"broken: it can't be opened: {broken.Message}"];
        }
    }

    private static async Task<IReadOnlyList<string>> GoOnAsync(TempFolder folder, AckLog told, List<string> effects, int seed)
    {
        await File.WriteAllLinesAsync(folder.File("effects.log"), effects);
        var gate = new Lock();
        var acks = new AckWriter(line =>
        {
            lock (gate)
            {
                told.Add(Ack.Parse(line));
            }
        });
        await using (var engine = await CrashEngine.StartAsync(folder.Path))
        {
            await Task.WhenAll(Enumerable.Range(0, CrashClient.Together).Select(client => new CrashClient(engine, acks, told, client, seed).PlayAsync(onlyFinishes: true))).WaitAsync(Patience);
            await engine.QuietAsync().WaitAsync(Patience);
        }

        return new CrashChecks(folder.Path, told).AfterDrain();
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
