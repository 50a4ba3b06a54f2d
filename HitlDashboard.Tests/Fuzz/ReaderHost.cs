using System.Globalization;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>
/// Reads hostile text in a process of its own, because a stack that overflows takes the process with it: <c>dotnet HitlDashboard.Tests.dll read nests</c> or <c>read SEED COUNT</c>.
/// It prints what it begins, so that whoever started it knows what it died of, and what broke a promise.
/// </summary>
internal static class ReaderHost
{
    public const string Verb = "read";

    private static (TimeSpan Time, string Name) _slowest;

    public static int Play(string[] args)
    {
        // Later readings should not pay for what is made once.
        foreach (var kind in Readers.All.Keys)
        {
            _ = Readers.Problem(kind, Corpus.All(kind)[0]);
        }

        if (args is [_, "nests"])
        {
            foreach (var (kind, name, text) in Nests.All)
            {
                Try($"{kind}: {name}", () => Readers.All[kind](text));
            }
        }
        else
        {
            Search(int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest {_slowest.Time.TotalMilliseconds:0} ms of {Environment.CpuUsage.TotalTime.TotalSeconds:0.0} s: {_slowest.Name}"));
        Console.WriteLine("done");
        return 0;
    }

    private static void Search(int seed, int count)
    {
        foreach (var kind in Readers.All.Keys)
        {
            var corpus = Corpus.All(kind);
            var chance = new Random(seed);
            for (var number = 0; number < count; number++)
            {
                var text = Mutation.Of(corpus[chance.Next(corpus.Count)], corpus, chance);
                Try($"{kind} {Convert.ToBase64String(text)}", () => Readers.Problem(kind, text));
            }
        }
    }

    private static void Try(string name, Func<string?> read)
    {
        Console.WriteLine($"begin {name}");
        var before = Environment.CpuUsage.TotalTime;
        string? problem;
        try
        {
            problem = read();
        }
        catch (Exception exception)
        {
            problem = exception.ToString();
        }

        var spent = Environment.CpuUsage.TotalTime - before;
        _slowest = spent > _slowest.Time ? (spent, name) : _slowest;
        if (problem is not null)
        {
            Console.WriteLine($"wrong {name}: {problem.ReplaceLineEndings(" ")}");
        }
    }
}
