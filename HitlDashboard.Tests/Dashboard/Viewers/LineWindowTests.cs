using HitlDashboard.Viewers;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Viewers;

public sealed class LineWindowTests
{
    [Fact]
    public void Of_MoreLinesThanTheLimit_SaysHowMany()
    {
        var window = LineWindow.Of(string.Join('\n', Enumerable.Range(1, 48_312)));

        Assert.True(window.IsCut);
        Assert.Equal(2000, window.Lines.Count);
        Assert.Equal("Showing 2,000 of 48,312 lines", window.Summary);
    }

    [Fact]
    public void Of_OneHugeLine_IsShortenedAndSaysSo()
    {
        var window = LineWindow.Of(new string('x', 5_000_000));

        Assert.True(window.IsCut);
        Assert.Equal(LineWindow.MaxLineLength, window.Lines[0].Length);
        Assert.Contains("4,990,000", window.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("one", 1)]
    [InlineData("one\n", 1)]
    [InlineData("one\r\ntwo\r\n", 2)]
    public void Of_FinalLineEnd_StartsNoLine(string text, int lines)
    {
        var window = LineWindow.Of(text);

        Assert.Equal(lines, window.Total);
        Assert.Equal(lines, window.Lines.Count);
        Assert.False(window.IsCut);
    }
}
