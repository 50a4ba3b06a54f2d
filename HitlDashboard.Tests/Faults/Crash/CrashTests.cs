using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using System.Diagnostics;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>kill -9 of the engine's host, hundreds of times. <c>HITL_CRASHES</c> and <c>HITL_SEED</c> repeat a run; <c>HITL_ENGINES=1</c> gives every engine a process and a signal of its own.</summary>
[Collection(nameof(KillTests))]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Lanes = 2;
    private static readonly int Kills = KillTests.Number("HITL_CRASHES") ?? 500;
    private static readonly int Engines = KillTests.Number("HITL_ENGINES") ?? 4;
    private static readonly int Seed = Chance.Seed;

    [Fact]
    public async Task Engine_KilledHundredsOfTimes_LosesNothingAndDoublesNothing()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_CRASHES={Kills}");
        var watch = Stopwatch.StartNew();
        var lanes = Enumerable.Range(0, Lanes).Select(lane => new CrashLane(Seed + (lane * 100), Kills / Lanes, Engines)).ToList();
        await Task.WhenAll(lanes.Select(lane => lane.RunAsync()));

        var figures = new CrashFigures();
        lanes.ForEach(lane => figures.Add(lane.Figures));
        output.WriteLine($"{figures}; {watch.Elapsed.TotalSeconds:0} s");
        Findings.None(lanes.SelectMany(lane => lane.Findings));
        Assert.True(Kills < 500 || (figures.Points.Count == 11 && figures.Points.Values.All(count => count >= 2)), "Some points were hardly ever reached.");
        Assert.True(Kills < 100 || (figures.Decided >= Kills / 5 && figures.Repeats >= Kills / 50), "Too little happened between the kills to prove anything.");
    }

    [Theory]
    [InlineData("AnswersBeforeCommit", "before-commit", "lost:")]
    [InlineData("IgnoresKeys", "after-commit", "doubled:")]
    [InlineData("NeverSweeps", "after-commit", "stuck:")]
    public async Task Engine_WithoutTheMechanism_IsCaught(string mutation, string point, string finding)
    {
        var lane = new CrashLane(Seed, 10 * Engines, Engines, (mutation, point));
        await lane.RunAsync();

        output.WriteLine($"HITL_SEED={Seed}: {lane.Figures}: {string.Join("; ", lane.Findings)}");
        Assert.Contains(lane.Findings, found => found.StartsWith(finding, StringComparison.Ordinal));
    }
}
