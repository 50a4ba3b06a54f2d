using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>Who is away is stood in for, and gets their reviews back.</summary>
public sealed class AbsenceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void StandIn_FollowsTheChain_AndEndsWhereSomebodyIsThere()
    {
        Absence[] away = [Away("a", "b", 0, 5), Away("b", "c", 1, 3)];

        Assert.Equal(["a", "b", "c", "b", "a"], new[] { -1, 0, 2, 4, 5 }.Select(day => Absence.StandIn("a", away, Start.AddDays(day))));
        Assert.Equal(["a", "b", "c"], Absence.AnswersFor("c", away, Start.AddDays(2)).Order());
        Assert.Empty(Absence.AnswersFor("b", away, Start.AddDays(2)));
    }

    [Fact]
    public void StandIn_OfACircle_IsThePersonThemselves()
    {
        Absence[] circle = [Away("a", "b", 0, 5), Away("b", "c", 0, 5), Away("c", "a", 0, 5)];
        var line = Enumerable.Range(0, 40).Select(number => Away($"p{number}", $"p{number + 1}", 0, 5)).ToList();

        Assert.Equal("a", Absence.StandIn("a", circle, Start.AddDays(1)));
        Assert.Equal("p0", Absence.StandIn("p0", line, Start.AddDays(1)));
    }

    [Theory]
    [InlineData("a", "a", 0, 5, "invalid-input")]
    [InlineData("a", " ", 0, 5, "invalid-input")]
    [InlineData("a", "b", 5, 5, "invalid-input")]
    [InlineData("a", "b", -5, 0, "invalid-input")]
    [InlineData("a", "b", 0, 400, "invalid-input")]
    [InlineData("b", "d", 3, 9, "absence-overlaps")]
    [InlineData("c", "b", 2, 3, "substitution-loop")]
    [InlineData("c", "b", 6, 9, null)]
    [InlineData("c", "d", 2, 3, null)]
    [InlineData("b", "d", 4, 9, null)]
    public void Problem_OfANewAbsence(string person, string substitute, int from, int until, string? code) =>
        Assert.Equal(code, Away(person, substitute, from, until).Problem([Away("b", "c", 1, 4)], Start.AddDays(0.5))?.Code);

    [Fact]
    public async Task ReviewsOfWhoIsAway_GoToTheSubstitute_AndBack_AlsoAfterARestart()
    {
        await using var reviews = await StartAsync();
        var review = await reviews.AskAsync("assignees: [ana]");
        var change = reviews.Engine.Get<ChangeAbsence>();
        Assert.Equal("forbidden", (await change.AddAsync("ana", "cora", reviews.Clock.Now.AddDays(1), reviews.Clock.Now.AddDays(3), Ben)).Refused!.Code);
        Assert.Null((await change.AddAsync("ana", "ben", reviews.Clock.Now.AddDays(1), reviews.Clock.Now.AddDays(3), Ana)).Refused);
        Assert.Null((await change.AddAsync("ben", "cora", reviews.Clock.Now.AddDays(2), reviews.Clock.Now.AddDays(3), Ben)).Refused);
        await reviews.Engine.RestartAsync();

        var expected = new[] { (0, "ana"), (1, "ben"), (2, "cora"), (3, "ana") };
        foreach (var (day, person) in expected)
        {
            reviews.Clock.Now = Support.FixedClock.Noon.AddDays(day).AddHours(1);
            foreach (var (_, somebody) in expected)
            {
                var mine = await reviews.Engine.Get<ReviewQueries>().ListAsync(new ReviewFilter { Assignee = somebody });
                Assert.Equal(somebody == person ? 1 : 0, mine.Items.Count);
            }

            Assert.Equal(person == "ana" ? null : person, (await reviews.ReadAsync(review)).Item.StandIn);
        }
    }

    [Fact]
    public async Task Substitute_WhoDecides_IsToldInTheHistory()
    {
        await using var reviews = await StartAsync();
        var review = await reviews.AskAsync("assignees: [ana]");
        await reviews.Engine.Get<ChangeAbsence>().AddAsync("ana", "ben", reviews.Clock.Now.AddHours(-1), reviews.Clock.Now.AddDays(3), Ana);

        Assert.Equal(review.Item.Id, await reviews.Engine.Get<ReviewQueries>().NextAsync(Ben));
        Assert.Null(await reviews.Engine.Get<ReviewQueries>().NextAsync(Cora));
        await reviews.ApproveAsync(review, Ben);

        Assert.Equal("ana", (await reviews.HistoryAsync(review)).Single(entry => entry.Trigger == "Stage").Data!.Value.GetProperty("standsInFor").GetString());
    }

    private static Absence Away(string person, string substitute, int from, int until) =>
        new(Guid.CreateVersion7(Start), person, substitute, Start.AddDays(from), Start.AddDays(until));
}
