using HitlDashboard.Runs;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1 kB")]
    [InlineData(1_449, "1.4 kB")]
    [InlineData(999_999, "1 MB")]
    [InlineData(5_000_000_000_000, "5 TB")]
    public void Of_Size_ReadsWell(long bytes, string expected) => Assert.Equal(expected, ByteSize.Of(bytes));
}
