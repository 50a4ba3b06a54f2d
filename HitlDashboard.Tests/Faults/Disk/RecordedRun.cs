using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Tests.Faults.Crash;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A life of the real engine with clients, from an empty folder to its end: everything that it wrote, with everything that was acknowledged and every effect as marks between.</summary>
internal static class RecordedRun
{
    public const string Ready = "ready";
    public const string Effect = "effect ";

    /// <param name="seed">What the clients decide.</param>
    /// <param name="rounds">Runs of each client.</param>
    /// <param name="synchronous">How the writer syncs.</param>
    /// <param name="failsEvery">Every so many syncs of the log fail; 0 for none.</param>
    public static async Task<IReadOnlyList<DiskEntry>> PlayAsync(int seed, int rounds, string synchronous = "FULL", int failsEvery = 0)
    {
        using var folder = new TempFolder();
        var disk = new DiskLog(failsEvery);
        DiskShim.Watch(folder.Path, disk);
        WriterConnection.Synchronous = synchronous;
        byte[] key;
        try
        {
            await using var engine = await CrashEngine.StartAsync(folder.Path, key => disk.Mark(Effect + key));
            disk.Mark(Ready);
            disk.IsFailing = true;
            key = await File.ReadAllBytesAsync(folder.File(AuditKey.FileName));
            await PlayAsync(engine, disk, seed, rounds);
        }
        finally
        {
            WriterConnection.Synchronous = "FULL";
            DiskShim.Unwatch(folder.Path);
        }

        return DiskShim.Broken is { } broken ? throw broken : [.. KeyFirst(key), .. disk.Entries];
    }

    /// <summary>The key of the audit chain is no file of SQLite's. The engine has it on disk before it begins the chain.</summary>
    private static IEnumerable<DiskEntry> KeyFirst(byte[] key) =>
        [new(DiskEvent.Write, AuditKey.FileName, 0, key), new(DiskEvent.SyncBegins, AuditKey.FileName), new(DiskEvent.Sync, AuditKey.FileName)];

    private static async Task PlayAsync(CrashEngine engine, DiskLog disk, int seed, int rounds)
    {
        var (known, gate) = (new AckLog(), new Lock());
        var acks = new AckWriter(line =>
        {
            lock (gate)
            {
                known.Add(Ack.Parse(line));
                disk.Mark(line);
            }
        });
        for (var round = 0; round < rounds; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, CrashClient.Together).Select(client => new CrashClient(engine, acks, known, client, seed).PlayAsync(onlyFinishes: true)));
            if (round == rounds / 2)
            {
                // In the middle of it the log goes into the database, so that cuts hit that, too.
                await Eventually.IsTrueAsync(() => disk.Entries.SkipWhile(entry => entry.File != Ready).Any(entry => entry is { Event: DiskEvent.Truncate, Offset: 0 }), "the writer rests and empties its log");
            }
        }
    }
}
