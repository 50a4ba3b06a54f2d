using HitlDashboard.Wall;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Wall;

public sealed class WallTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(9_999, "9,999")]
    [InlineData(100_000, "100,000")]
    [InlineData(999_999, "999,999")]
    [InlineData(12_345_678, "12.3M")]
    public void Count_Value_StaysShort(int value, string expected) => Assert.Equal(expected, WallText.Count(value));

    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_599, "59 min")]
    [InlineData(3_600, "1 h")]
    [InlineData(18_600, "5 h 10 min")]
    [InlineData(36_600, "10 h")]
    [InlineData(86_400, "1 d")]
    [InlineData(100_800, "1 d 4 h")]
    [InlineData(900_000, "10 d")]
    public void Wait_Length_HasAtMostTwoUnits(int seconds, string expected) => Assert.Equal(expected, WallText.WaitText(TimeSpan.FromSeconds(seconds)));
}
