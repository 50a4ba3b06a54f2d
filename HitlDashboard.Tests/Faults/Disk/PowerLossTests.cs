using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>The power goes away at any moment, and what was not synced may be lost, in whole or by the sector. <c>HITL_CUTS</c> and <c>HITL_SEED</c> repeat and enlarge.</summary>
[Collection(nameof(KillTests))]
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private const int Rounds = 6;

    // Of the rest it is enough to know that nothing is lost or broken: going on takes longer than finding that out.
    private const int GoesOnEvery = 20;

    private static readonly int Cuts = KillTests.Number("HITL_CUTS") ?? 100;
    private static readonly int Seed = Chance.Seed;

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Engine_PowerLost_KeepsEverythingThatItAcknowledged(int failsEvery)
    {
        var entries = await RecordedRun.PlayAsync(Seed, Rounds, failsEvery: failsEvery);
        var (findings, damaged) = await CutAsync(entries, (Cuts + 1) / 2, toTheEnd: true);

        Assert.True(entries.Count(entry => entry.Event == DiskEvent.Mark) >= Rounds * 8, "Too little was acknowledged to prove anything.");
        Assert.Equal(failsEvery > 0, entries.Any(entry => entry.Event == DiskEvent.SyncFails));
        Assert.True(Cuts < 100 || damaged >= Cuts / 10, $"Only {damaged} cuts lost anything at all.");
        Findings.None(findings);
    }

    [Theory]
    [InlineData("OFF")]
    [InlineData("NORMAL")]
    public async Task Engine_WithoutFullSync_IsCaught(string synchronous)
    {
        var entries = await RecordedRun.PlayAsync(Seed, 2, synchronous);
        var (findings, _) = await CutAsync(entries, 100, toTheEnd: false);

        output.WriteLine($"{synchronous}: {findings.FirstOrDefault()}");
        Assert.Contains(findings, found => found.StartsWith("lost:", StringComparison.Ordinal));
    }

    /// <summary>Cuts at entries that chance chooses.</summary>
    private async Task<(IReadOnlyList<string> Findings, int Damaged)> CutAsync(IReadOnlyList<DiskEntry> entries, int cuts, bool toTheEnd)
    {
        var findings = new List<string>();
        var damaged = 0;
        for (var number = 0; number < cuts && (toTheEnd || findings.Count == 0); number++)
        {
            var chance = new Random(unchecked((Seed * 31) + number));
            var at = chance.Next(1, entries.Count + 1);
            var cut = new PowerCut(chance);
            var found = await CutChecks.FindAsync(entries, at, folder => cut.Rebuild(entries, at, folder), number % GoesOnEvery == 0 ? Seed : null);
            damaged += cut.Damaged > 0 ? 1 : 0;
            findings.AddRange(found.Select(finding => $"{finding} (cut {number} at {at} of {entries.Count}, {cut.Damaged} of {cut.Doubtful} unsynced writes damaged)"));
        }

        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_CUTS={Cuts}. {entries.Count(entry => entry.Event == DiskEvent.Write)} writes, {entries.Count(entry => entry.Event == DiskEvent.Sync)} syncs, {entries.Count(entry => entry.Event == DiskEvent.Mark)} marks; {cuts} cuts, {damaged} lost something.");
        return (findings, damaged);
    }
}
