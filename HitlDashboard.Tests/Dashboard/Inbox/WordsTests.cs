using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Inbox;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class WordsTests
{
    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(22, "22nd")]
    [InlineData(113, "113th")]
    public void Ordinal_Number_HasItsEnding(int number, string expected) => Assert.Equal(expected, Words.Ordinal(number));

    [Theory]
    [InlineData(0, "Approving completes this step; nothing else waits for it.")]
    [InlineData(1, "Approving runs s1.")]
    [InlineData(3, "Approving runs s1, s2 and s3.")]
    [InlineData(6, "Approving runs s1, s2, s3 and 3 more steps.")]
    public void Of_Approve_NamesWhatRuns(int steps, string expected) =>
        Assert.Equal(expected, Consequence.Of(Verdict.Approve, FakeReviews.Detail(1, with => with.Then = [.. Enumerable.Range(1, steps).Select(n => $"s{n}")])));

    [Fact]
    public void Of_Action_SaysThatItIsCarriedOut() => Assert.Equal(
        "Approving carries out draft now, exactly as shown, then runs publish.",
        Consequence.Of(Verdict.Approve, FakeReviews.Detail(1, with => with.Subject = ReviewSubject.Action)));

    [Theory]
    [InlineData("/inbox", null, null, InboxView.Waiting)]
    [InlineData("/inbox?queue=a%26b", "a&b", null, InboxView.Waiting)]
    [InlineData("/inbox?queue=ops&q=%C3%BC&show=staged", "ops", "ü", InboxView.Staged)]
    [InlineData("/inbox?show=deferred", null, null, InboxView.Deferred)]
    public void Address_Filter_IsInTheUrl(string expected, string? queue, string? search, InboxView view)
    {
        var filter = new InboxFilter(queue, search, view);

        Assert.Equal(expected, filter.Address());
        Assert.Equal(filter, InboxFilter.From(queue, search, view.ToString().ToLowerInvariant()));
    }
}
