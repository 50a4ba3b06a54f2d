using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Runs;

public sealed class HistorySentenceTests
{
    [Theory]
    [InlineData("task", "Claim", 2, "began draft, attempt 2")]
    [InlineData("task", "Claim", 1, "began draft")]
    [InlineData("review", "Open", null, "asks for a decision about draft in the queue editors")]
    [InlineData("review", "Stage", null, "decided about draft: send back")]
    [InlineData("run", "Cancel", null, "cancelled the run")]
    [InlineData("run", "GoBack", null, "sent the run back to plan, round 1 of 3")]
    [InlineData("task", "Wait", null, "holds draft until the lock deploy is free")]
    [InlineData("task", "Expand", null, "added the steps that draft planned")]
    [InlineData("run", "Wait", null, "holds the run until there is a place in deploy")]
    [InlineData("run", "Admit", null, "let the run begin")]
    [InlineData("workflow", "SomethingNew", null, "something new")]
    public void Of_Entry_IsAPlainSentence(string kind, string trigger, int? attempt, string expected) =>
        Assert.Equal(expected, HistorySentence.Of(Entry(kind, trigger, attempt, new { queue = "editors", verdict = "SendBack", to = "plan", round = 1, rounds = 3, name = "deploy", waitingFor = "Lock" }), "draft"));

    [Fact]
    public void Of_EveryTriggerOfATask_HasItsOwnWords()
    {
        var sentences = Enum.GetNames<TaskTrigger>().Select(trigger => HistorySentence.Of(Entry("task", trigger, 1), "draft")).ToList();

        Assert.Equal(sentences.Count, sentences.Distinct().Count());
        Assert.All(sentences, sentence => Assert.Contains("draft", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TaskThatIsGone_FallsBackToItsStep() =>
        Assert.Equal("approved publish", HistorySentence.Of(Entry("task", "Approve", 1, new { step = "publish" }), null));

    [Fact]
    public void Reason_HostileData_IsIgnoredUnlessItIsText()
    {
        Assert.Null(HistorySentence.Reason(Entry("task", "Fail", 1, new { message = 7 })));
        Assert.Null(HistorySentence.Reason(Entry("task", "Fail", 1, new[] { 1 })));
        Assert.Equal("no", HistorySentence.Reason(Entry("task", "Fail", 1, new { message = "no" })));
    }

    private static HistoryEntry Entry(string kind, string trigger, int? attempt = null, object? data = null) => new()
    {
        Seq = 1,
        At = FixedClock.Noon,
        Actor = "ben",
        Kind = kind,
        Trigger = trigger,
        Attempt = attempt,
        Data = data is null ? null : EngineJson.From(data),
    };
}
