using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class QueryReaderTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 31, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_GoodValues_AreRead()
    {
        var query = Query("?state=awaitingreview&limit=200&overdue=true&after=12&since=2d");

        Assert.Equal(TaskState.AwaitingReview, query.Choice<TaskState>("state"));
        Assert.Equal(200, query.Number("limit", 1, 200, 50));
        Assert.True(query.Flag("overdue"));
        Assert.Equal(12, query.Sequence("after"));
        Assert.Equal(Now.AddDays(-2), query.Instant("since", Now));
        Assert.Null(query.Refusal());
    }

    [Fact]
    public void Instant_IsoText_IsUtc() =>
        Assert.Equal(new DateTimeOffset(2030, 1, 30, 22, 0, 0, TimeSpan.Zero), Query("?since=2030-01-31T00:00:00%2B02:00").Instant("since", Now));

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=201")]
    [InlineData("?limit=many")]
    [InlineData("?limit=1&limit=2")]
    [InlineData("?state=Sleeping")]
    [InlineData("?state=1")]
    [InlineData("?overdue=yes")]
    [InlineData("?after=-1")]
    [InlineData("?since=yesterday")]
    [InlineData("?stat=Failed")]
    public void Refusal_WrongValue_NamesTheParameter(string text)
    {
        var query = Query(text);
        query.Number("limit", 1, 200, 50);
        query.Choice<TaskState>("state");
        query.Flag("overdue");
        query.Sequence("after");
        query.Instant("since", Now);

        var refused = Assert.IsType<Refused>(query.Refusal());

        Assert.Equal((400, "invalid-request"), (refused.Problem.Status, refused.Problem.Code));
        Assert.Equal(text[1..text.IndexOf('=', StringComparison.Ordinal)], Assert.Single(refused.Problem.Errors!).Path);
    }

    private static QueryReader Query(string text) => new(new DefaultHttpContext { Request = { QueryString = new QueryString(text) } }.Request);
}
