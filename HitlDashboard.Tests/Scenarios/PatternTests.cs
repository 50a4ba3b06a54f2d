using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>The control-flow patterns that workflow languages are compared by, each as a file that really runs, with the history that it must give.</summary>
/// <remarks>After a change that is meant: run with <c>UPDATE_HISTORY=1</c> and read what changed.</remarks>
public sealed class PatternTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "HitlDashboard.Tests", "Scenarios", "patterns");

    public static TheoryData<string> Patterns => [.. Names("*.yaml")];

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Pattern_OnARealEngine_GivesItsHistory(string pattern)
    {
        await using var engine = await EngineHarness.StartAsync();
        var told = await new PatternRun(engine, await File.ReadAllTextAsync(Path.Combine(Folder, pattern + ".yaml"))).TellAsync();

        var expected = Path.Combine(Folder, pattern + ".history");
        if (Environment.GetEnvironmentVariable("UPDATE_HISTORY") == "1")
        {
            await File.WriteAllTextAsync(expected, told);
        }

        Assert.Equal(await File.ReadAllTextAsync(expected), told);
    }

    [Fact]
    public void Patterns_All_AreThere()
    {
        string[] wanted =
        [
            "sequence", "parallel-split", "synchronisation", "exclusive-choice", "multi-choice", "simple-merge", "structured-merge", "discriminator", "partial-join",
            "instances-known", "instances-unknown", "cycle-by-send-back", "cycle-by-goto", "interleaved-by-lock", "milestone", "cancel-task", "cancel-case", "planned-at-run-time",
            "deferred-choice", "recursion",
        ];
        Assert.Superset(wanted.ToHashSet(StringComparer.Ordinal), Names("*.yaml").ToHashSet(StringComparer.Ordinal));
        Assert.Equal(Names("*.yaml"), Names("*.history"));
    }

    private static List<string> Names(string files) =>
        [.. Directory.EnumerateFiles(Folder, files).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
}
