using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class RoundDiffTests
{
    [Fact]
    public void Between_Texts_MarksLines() =>
        Assert.Equal(" one\n-two\n+three", RoundDiff.Between(EngineJson.From("one\ntwo"), EngineJson.From("one\nthree")));

    [Fact]
    public void Between_Values_ComparesThemIndented() =>
        Assert.Equal(" {\n-  \"a\": 1\n+  \"a\": 2\n }", RoundDiff.Between(EngineJson.Parse("""{"a":1}"""), EngineJson.Parse("""{"a":2}""")));

    [Fact]
    public void Between_LongTexts_IsNotCompared() =>
        Assert.Null(RoundDiff.Between(EngineJson.From(new string('x', 200_000)), EngineJson.From("x")));
}
