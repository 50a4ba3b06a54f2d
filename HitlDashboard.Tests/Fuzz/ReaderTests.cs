using System.Diagnostics;
using System.Globalization;
using HitlDashboard.Tests.Shape;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>
/// T15: whatever the text, what reads it answers: no crash, no endless work, no more than 256 MB. <c>HITL_SEED</c> repeats a search, <c>HITL_FUZZ</c> says how long it is.
/// Seen to fail with the nesting limit of YAML taken away (the process dies) and with the sanitiser's HTML switched on.
/// </summary>
public sealed class ReaderTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // It takes a tenth of a second where nothing else runs. What goes off takes minutes.
    private const int MostMilliseconds = 10_000;

    public static TheoryData<string, string> Files => Corpus.Files(Readers.All.Keys);

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FromTheCorpus_KeepsItsPromise(string kind, string name) => Assert.Null(Readers.Problem(kind, Corpus.Read(kind, name)));

    [Fact]
    public Task Read_NestedAHundredThousandTimes_KeepsItsPromise() => PlayAsync("nests");

    [Fact]
    public Task Read_DamagedAtRandom_KeepsItsPromise()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Corpus.Seed}");
        return PlayAsync($"{Corpus.Seed}", $"{Corpus.Mutations(1500)}");
    }

    private async Task PlayAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ReaderHost).Assembly.Location, ReaderHost.Verb, .. args])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = "10000000", ["DOTNET_TieredPGO"] = "0" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var (last, slowest, isDone, wrong) = ("nothing", "", false, new List<string>());
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                var (word, rest) = (line.Split(' ')[0], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                (last, slowest, isDone) = (word == "begin" ? rest : last, word == "slowest" ? rest : slowest, word == "done");
                wrong.AddRange(word == "wrong" ? [rest] : []);
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"It hangs over {last}");
        }

        await process.WaitForExitAsync();
        Findings.None(wrong.OrderBy(one => one.Length).Take(10));
        Assert.True(isDone, $"It died of {last}: {(await errors).Split('\n')[0]}");
        output.WriteLine($"The slowest took {slowest}");
        Assert.True(int.Parse(slowest.Split(' ')[0], CultureInfo.InvariantCulture) < MostMilliseconds, $"Too slow: {slowest}");
    }
}
