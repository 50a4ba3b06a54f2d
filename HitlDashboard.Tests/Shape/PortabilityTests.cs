using System.Text.RegularExpressions;
using Xunit;

namespace HitlDashboard.Tests.Shape;

/// <summary>What is committed works on any machine and for anybody.</summary>
public sealed partial class PortabilityTests
{
    [Fact]
    public void Repository_EveryFile_NamesNoMachineAndNoRegistry() =>
        Findings.None(SourceTree.All.SelectMany(Foreign));

    [Fact]
    public void Tests_EveryTest_Runs() =>
        Findings.None(SourceTree.All.Where(file => file.Project == "HitlDashboard.Tests").SelectMany(Skipped));

    [Fact]
    public void Repository_EveryTextFile_EndsItsLinesTheSameWay() =>
        Findings.None(SourceTree.All.Where(file => !file.Path.EndsWith(".sln", StringComparison.Ordinal) && file.Text.Contains('\r', StringComparison.Ordinal)).Select(file => file.Path));

    [Theory]
    [InlineData("see /ro" + "ot/notes")]
    [InlineData("cp x /wo" + "rk/main")]
    [InlineData("in /tm" + "p/wt/part")]
    [InlineData("open /ho" + "me/anna/x")]
    [InlineData(@"C:\Us" + @"ers\anna")]
    [InlineData("source https://api.nuget" + ".org/v3/index.json")]
    [InlineData("from registry.npmjs" + ".org")]
    public void Foreign_PlantedText_IsFound(string text) =>
        Assert.NotEmpty(Foreign(new SourceFile("docs/x.md", text)));

    [Theory]
    [InlineData("[Fact(Sk" + "ip = \"later\")]")]
    [InlineData("Assert.Sk" + "ip(\"no browser\");")]
    public void Skipped_PlantedTest_IsFound(string text) =>
        Assert.NotEmpty(Skipped(new SourceFile("HitlDashboard.Tests/X.cs", text)));

    private static IEnumerable<string> Foreign(SourceFile file) =>
        ForeignName().Matches(file.Text).Select(match => $"{file.Path}({file.LineAt(match.Index)}): {match.Value}");

    private static IEnumerable<string> Skipped(SourceFile file) =>
        Skip().Matches(file.Text).Select(match => $"{file.Path}({file.LineAt(match.Index)}): a test that does not run proves nothing");

    [GeneratedRegex(@"/[w]ork/\w|/[r]oot\b|/[h]ome/\w+|/[t]mp/wt|[A-Z]:\\Users|\.\./share[d]|nuget\.org|npmjs\.(org|com)|pypi\.org|pkgs\.dev|jfro[g]|artifactor[y]", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex ForeignName();

    [GeneratedRegex(@"\[(Fact|Theory)\([^]]*Skip\s*=|Assert\.Skip", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Skip();
}
