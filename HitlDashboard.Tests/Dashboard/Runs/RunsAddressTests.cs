using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Runs;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class RunsAddressTests
{
    [Theory]
    [InlineData(null, null, null, null, "/runs")]
    [InlineData("failed", null, null, null, "/runs?state=failed")]
    [InlineData("FAILED", "release-notes", "a&b", "c1", "/runs?state=failed&workflow=release-notes&search=a%26b&after=c1")]
    [InlineData("nonsense", "  ", "", null, "/runs")]
    [InlineData("7", null, null, null, "/runs")]
    public void From_Query_GivesTheSameAddressBack(string? state, string? workflow, string? search, string? after, string expected) =>
        Assert.Equal(expected, RunsAddress.From(state, workflow, search, after).ToString());

    [Fact]
    public void IsFiltered_OnlyACursor_IsFalse()
    {
        Assert.False(new RunsAddress(After: "c1").IsFiltered);
        Assert.True(new RunsAddress(RunState.Paused).IsFiltered);
    }
}
