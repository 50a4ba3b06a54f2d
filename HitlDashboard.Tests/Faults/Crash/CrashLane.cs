using System.Diagnostics;
using HitlDashboard.Engine;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>Kills a host again and again on the same file, so that damage would pile up: half at named points, a quarter at any moment, a quarter while it starts.</summary>
internal sealed class CrashLane(int seed, int kills, int engines, (string Switch, string Point)? mutation = null)
{
    private const int KillsPerFile = 25;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string[] Points =
    [
        Failpoints.MidBatch, Failpoints.BeforeCommit, Failpoints.AfterCommit, Failpoints.BeforeEffect, Failpoints.AfterEffect,
        Failpoints.OpeningReview, Failpoints.ReleasingDecision, Failpoints.Recovering, Failpoints.Recovered, Failpoints.Loaded,
    ];

    private readonly Random _chance = new(seed);
    private readonly List<double> _startTimes = [];
    private int _done;
    private int _turn;
    private int _pointTurn;

    public CrashFigures Figures { get; } = new();

    /// <summary>Everything that was found wrong; empty is the promise.</summary>
    public List<string> Findings { get; } = [];

    public async Task RunAsync()
    {
        while (_done < kills && Findings.Count == 0)
        {
            using var folder = new TempFolder();
            var files = Enumerable.Range(0, engines).Select(engine => new CrashFile(Path.Combine(folder.Path, $"{engine}"))).ToList();
            await KillAsync(folder.Path, files, Failpoints.Migrating);
            for (var kill = 1; kill < KillsPerFile && _done < kills && Findings.Count == 0; kill++)
            {
                await KillAsync(folder.Path, files, null);
            }

            await DrainAsync(folder.Path, files);
            files.ForEach(file => Figures.Add(file.Log));
        }
    }

    private async Task KillAsync(string folder, List<CrashFile> files, string? point)
    {
        var kind = point is not null || mutation is not null || _turn % 2 == 0 ? 0 : _turn % 4;
        point = mutation?.Point ?? point;
        point ??= kind == 0 ? Points[_pointTurn++ % Points.Length] : null;
        string[] more = [.. Fail(point), .. Mutate()];
        using var host = CrashProcess.Start(folder, files, seed, more);
        await (kind switch { 0 => AtPointAsync(host), 1 => AtAnyMomentAsync(host), _ => WhileItStartsAsync(host) });
        var wasDead = host.Ended.IsCompleted;
        await host.KillAsync();
        Figures.Count(point, wasDead, engines);
        (_done, _turn) = (_done + engines, _turn + 1);
        Findings.AddRange(files.SelectMany(file => file.Checks.AfterKill()).Concat(host.Problem is { } problem ? [problem] : []).Select(finding => $"{finding} (kill {_done}, {point ?? (kind == 1 ? "any moment" : "start")})"));
    }

    private IEnumerable<string> Fail(string? point) => point switch
    {
        null => [],
        Failpoints.Migrating or Failpoints.Recovering or Failpoints.Recovered or Failpoints.Loaded => [$"fail={point}:1"],
        Failpoints.OpeningReview or Failpoints.ReleasingDecision => [$"fail={point}:{_chance.Next(1, 5)}"],
        _ => [$"fail={point}:{_chance.Next(1, 25)}"],
    };

    private IEnumerable<string> Mutate() => mutation is { } broken ? [$"mutate={broken.Switch}"] : [];

    // A point that is not reached in time is no finding: the coverage is counted, and the test asks for enough of it.
    private static Task<Task> AtPointAsync(CrashProcess host) => Task.WhenAny(host.Ended, Task.Delay(Patience));

    private async Task AtAnyMomentAsync(CrashProcess host)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAny(host.Ready, host.Ended, Task.Delay(Patience));
        _startTimes.Add(watch.Elapsed.TotalMilliseconds);
        await Task.WhenAny(host.FirstAck, host.Ended, Task.Delay(Patience));
        await Task.WhenAny(host.Ended, Task.Delay(_chance.Next(60)));
    }

    private Task<Task> WhileItStartsAsync(CrashProcess host)
    {
        var usual = _startTimes.Count == 0 ? 500 : _startTimes.Order().ElementAt(_startTimes.Count / 2);
        return Task.WhenAny(host.Ended, Task.Delay(TimeSpan.FromMilliseconds(usual * (0.2 + _chance.NextDouble()))));
    }

    private async Task DrainAsync(string folder, List<CrashFile> files)
    {
        if (Findings.Count > 0)
        {
            return;
        }

        using var host = CrashProcess.Start(folder, files, seed, ["drain", .. Mutate()]);
        // A mechanism that is missing is missed soon; nobody waits long for what can't come.
        await Task.WhenAny(host.Ended, Task.Delay(mutation is null ? Patience : Patience / 6));
        var isDrained = host.Ended.IsCompleted;
        await host.KillAsync();
        Findings.AddRange((isDrained, host.Problem) switch
        {
            (false, _) => ["stuck: some runs never end"],
            (true, { } problem) => [problem],
            _ => files.SelectMany(file => file.Checks.AfterDrain()),
        });
    }
}
