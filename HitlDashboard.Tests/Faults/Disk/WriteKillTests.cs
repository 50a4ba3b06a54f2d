using HitlDashboard.Tests.Faults.Crash;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>
/// The process ends at a write of the log: at each of the first <c>HITL_WRITES</c> of one recording, by taking away everything later, and some times by a real SIGKILL.
/// A killed process leaves everything that it handed to the system, so the first is what the second would leave.
/// </summary>
[Collection(nameof(KillTests))]
public sealed class WriteKillTests(ITestOutputHelper output)
{
    private const int Kills = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly int Writes = KillTests.Number("HITL_WRITES") ?? 120;
    private static readonly int Seed = Chance.Seed;

    [Fact]
    public async Task Engine_EndedAtEachWriteOfTheLog_LosesNothing()
    {
        var entries = await RecordedRun.PlayAsync(Seed, 1 + (Writes / 120));
        var begin = entries.ToList().FindIndex(entry => entry.File == RecordedRun.Ready);
        var places = Enumerable.Range(begin, entries.Count - begin).Where(place => entries[place] is { Event: DiskEvent.Write, File: "hitl.db-wal" }).Take(Writes).ToList();
        var findings = new List<string>();
        foreach (var (number, place) in places.Index())
        {
            // A write that a signal cuts off may have got to its half.
            var isTorn = number % 2 == 1;
            var found = await CutChecks.FindAsync(entries, place + 1, folder => PowerCut.Kill(entries, place + 1, isTorn, folder));
            findings.AddRange(found.Select(finding => $"{finding} (write {number + 1}{(isTorn ? ", torn" : "")})"));
        }

        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_WRITES={Writes}. Ended at {places.Count} writes, the last before entry {places[^1]} of {entries.Count}.");
        Assert.Equal(Writes, places.Count);
        Findings.None(findings);
    }

    [Fact]
    public async Task Engine_WritesForgotten_IsCaught()
    {
        var entries = (await RecordedRun.PlayAsync(Seed, 1)).ToList();
        var begin = entries.FindIndex(entry => entry.File == RecordedRun.Ready);
        var told = entries.FindIndex(begin, entry => entry.Event == DiskEvent.Mark && entry.File.StartsWith("started", StringComparison.Ordinal));
        var kept = entries.Take(told + 1).Where((entry, place) => place < begin || entry.Event == DiskEvent.Mark).ToList();

        var findings = await CutChecks.FindAsync(kept, kept.Count, folder => PowerCut.Kill(kept, kept.Count, isTorn: false, folder));
        output.WriteLine(string.Join("; ", findings));
        Assert.Contains(findings, found => found.StartsWith("lost: run", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Engine_KilledAtWritesOfTheLog_LosesNothing()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed}");
        using var folder = new TempFolder();
        CrashFile[] files = [new(Path.Combine(folder.Path, "0"))];
        var chance = new Random(Seed);
        var findings = new List<string>();
        for (var kill = 0; kill < Kills && findings.Count == 0; kill++)
        {
            var at = chance.Next(1, 300);
            using var host = CrashProcess.Start(folder.Path, files, Seed, $"die={at}");
            await host.Ended.WaitAsync(Patience);
            await host.KillAsync();
            findings.AddRange(files[0].Checks.AfterKill().Concat(host.Problem is { } problem ? [problem] : []).Select(finding => $"{finding} (kill {kill}, at write {at})"));
        }

        using var last = CrashProcess.Start(folder.Path, files, Seed, "drain");
        await last.Ended.WaitAsync(Patience);
        await last.KillAsync();
        output.WriteLine($"{Kills} kills, {files[0].Log.All.Count} acknowledgements.");
        Findings.None([.. findings, .. files[0].Checks.AfterDrain(), .. last.Problem is { } trouble ? [trouble] : Array.Empty<string>()]);
        Assert.True(files[0].Log.Of("decided").Any(), "Nothing was decided between the kills.");
    }
}
