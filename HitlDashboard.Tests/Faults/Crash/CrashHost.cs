using System.Globalization;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Tests.Faults.Disk;
using HitlDashboard.Tests.Fuzz;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>
/// Engines with clients in one process, without a web server, that are there to be killed: <c>dotnet HitlDashboard.Tests.dll FOLDER SEED ENGINES [fail=POINT:COUNT] [die=WRITE] [mutate=SWITCH] [drain]</c>.
/// Getting ready costs a second of computing, so one process carries several engines, each on a file of its own, and a kill ends them all.
/// It prints a line for everything that was acknowledged; the parent that reads them knows the truth.
/// </summary>
internal static class CrashHost
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [ReaderHost.Verb, ..])
        {
            return ReaderHost.Play(args);
        }

        Arm(Value(args, "fail"), linger: Value(args, "mutate") is not null);
        Mutate(Value(args, "mutate"));
        if (Value(args, "die") is { } write)
        {
            DiskShim.Watch(args[0], new DyingDisk(int.Parse(write, CultureInfo.InvariantCulture)));
        }

        var acks = new AckWriter("-");
        try
        {
            var engines = Enumerable.Range(0, int.Parse(args[2], CultureInfo.InvariantCulture))
                .Select(engine => PlayAsync(args[0], engine, int.Parse(args[1], CultureInfo.InvariantCulture), args.Contains("drain")));
            await Task.WhenAll(engines);
            acks.Write("drained");
            return 0;
        }
        catch (Exception problem)
        {
            acks.Write($"problem {problem.ToString().ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static async Task PlayAsync(string folder, int number, int seed, bool isDraining)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, $"{number}")).FullName;
        await using var engine = await CrashEngine.StartAsync(own);
        var acks = new AckWriter($"{number}");
        acks.Write("ready");
        var known = AckLog.Read(Path.Combine(own, "acks.log"));
        await Task.WhenAll(Enumerable.Range(0, CrashClient.Together).Select(client => new CrashClient(engine, acks, known, client, seed + number).PlayAsync(isDraining)));
        await engine.QuietAsync();
    }

    private static string? Value(string[] args, string name) => Array.Find(args, arg => arg.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    /// <summary>SIGKILL from within, the moment that the point is reached for the given time.</summary>
    private static void Arm(string? fail, bool linger)
    {
        if (fail?.Split(':') is not [var point, var count])
        {
            return;
        }

        var left = int.Parse(count, CultureInfo.InvariantCulture);
        Failpoints.Listener = name =>
        {
            if (name == point && Interlocked.Decrement(ref left) == 0)
            {
                if (linger)
                {
                    // Only with a mechanism switched off: what was answered too early gets out, so that it can be missed. Nothing could be waited for: there is to be no sign.
                    Thread.Sleep(300);
                }

                // The signal reaches the process a moment later; until then this thread must not go on.
                System.Diagnostics.Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
        };
    }

    private static void Mutate(string? mutation)
    {
        Mutations.AnswersBeforeCommit = mutation == nameof(Mutations.AnswersBeforeCommit);
        Mutations.IgnoresKeys = mutation == nameof(Mutations.IgnoresKeys);
        Mutations.NeverSweeps = mutation == nameof(Mutations.NeverSweeps);
        WriterConnection.Synchronous = mutation == nameof(WriterConnection.Synchronous) ? "OFF" : "FULL";
    }
}
