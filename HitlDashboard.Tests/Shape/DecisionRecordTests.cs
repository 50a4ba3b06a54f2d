using System.Text.RegularExpressions;
using Xunit;

namespace HitlDashboard.Tests.Shape;

/// <summary>Architecture decision records: what a comment points at exists, and says what and why.</summary>
public sealed partial class DecisionRecordTests
{
    private static readonly string[] Parts = ["**Context.**", "**Decision.**", "**Consequences.**", "**Alternatives.**"];

    private static readonly Regex Reference = Link();

    [Fact]
    public void Records_Together_CountUpFromOne()
    {
        var numbers = Records().Select(file => int.Parse(file.Name[..4])).ToList();

        Assert.NotEmpty(numbers);
        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    [Fact]
    public void Records_Each_HasEveryPart() =>
        Findings.None(Records().SelectMany(file => Parts.Where(part => !file.Text.Contains(part, StringComparison.Ordinal)).Select(part => $"{file.Path} lacks '{part}'")));

    [Fact]
    public void Repository_EveryLinkToARecord_LeadsSomewhere() =>
        Findings.None(SourceTree.All.SelectMany(file => Reference.Matches(file.Text)
            .Where(match => !File.Exists(Path.Combine(SourceTree.Root, match.Value)))
            .Select(match => $"{file.Path}({file.LineAt(match.Index)}): {match.Value} does not exist")));

    private static IEnumerable<SourceFile> Records() =>
        SourceTree.All.Where(file => file.Path.StartsWith("docs/adr/0", StringComparison.Ordinal)).OrderBy(file => file.Path, StringComparer.Ordinal);

    [GeneratedRegex(@"docs/adr/\d{4}[\w-]+\.md", RegexOptions.None, 60_000)]
    private static partial Regex Link();
}
