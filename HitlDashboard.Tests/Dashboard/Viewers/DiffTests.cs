using HitlDashboard.Viewers;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Viewers;

public sealed class DiffTests
{
    [Theory]
    [InlineData("if a:\n  b()\nc()", "if a:\n  b()\n  c()")]
    [InlineData("a b", "a  b")]
    [InlineData("a", "a ")]
    public void Of_OnlyBlanksDiffer_IsADifference(string before, string after) => Assert.False(TextDiff.Of(before, after)!.IsSame);

    [Fact]
    public void Of_NothingInCommon_ShowsBothWhole()
    {
        // Compared line by line, or word by word, either of them would take minutes.
        var lines = TextDiff.Of(string.Concat(Enumerable.Repeat("a\n", 80_000)), string.Concat(Enumerable.Repeat("b\n", 80_000)))!;
        var words = TextDiff.Of(string.Concat(Enumerable.Repeat("a ", 80_000)), string.Concat(Enumerable.Repeat("b ", 80_000)))!;

        Assert.Equal((80_000, 80_000), (lines.Added, lines.Removed));
        Assert.Equal((1, 1), (words.Added, words.Removed));
    }

    [Fact]
    public void Parse_UnifiedDiff_NumbersLinesOfBothSides()
    {
        var rows = UnifiedDiff.Parse(["--- a/x", "+++ b/x", "@@ -3,2 +3,2 @@ class", " same", "-old", "+new"]);

        Assert.Equal([DiffKind.Heading, DiffKind.Heading, DiffKind.Heading, DiffKind.Same, DiffKind.Removed, DiffKind.Added], rows.Select(row => row.Kind));
        Assert.Equal((3, 3), (rows[3].Old, rows[3].New));
        Assert.Equal((4, null), (rows[4].Old, rows[4].New));
        Assert.Equal((null, 4), (rows[5].Old, rows[5].New));
    }

    [Fact]
    public void Parse_NoDiffAtAll_KeepsEveryLine() =>
        Assert.Equal(["hello", "@@ nothing"], UnifiedDiff.Parse(["hello", "@@ nothing"]).Select(row => row.Parts[0].Text));

    [Fact]
    public void Of_ChangedLine_MarksItsWords()
    {
        var diff = TextDiff.Of("keep\nthe quick fox", "keep\nthe slow fox")!;

        var removed = diff.Rows.Single(row => row.Kind == DiffKind.Removed);
        var added = diff.Rows.Single(row => row.Kind == DiffKind.Added);
        Assert.Equal("quick", Assert.Single(removed.Parts, part => part.IsChanged).Text);
        Assert.Equal("slow", Assert.Single(added.Parts, part => part.IsChanged).Text);
        Assert.Equal((1, 1), (diff.Added, diff.Removed));
    }

    [Fact]
    public void Of_SameText_IsSame() => Assert.True(TextDiff.Of("a\nb", "a\nb")!.IsSame);

    [Fact]
    public void Of_LongUnchangedStretch_IsFolded()
    {
        var before = string.Join('\n', Enumerable.Range(1, 100));

        var rows = TextDiff.Of(before, before + "\nlast")!.Rows;

        Assert.Equal("97 lines unchanged", rows[0].Parts[0].Text);
        Assert.Equal(5, rows.Count);
    }

    [Fact]
    public void Of_HugeText_IsRefused() => Assert.Null(TextDiff.Of(new string('x', TextDiff.MaxLength + 1), ""));

    [Fact]
    public void Of_HiddenCharacter_IsNamed() =>
        Assert.Contains(TextDiff.Of("user", "us\u200ber")!.Rows.SelectMany(row => row.Parts), part => part.Text.Contains("⟦U+200B⟧", StringComparison.Ordinal));
}
