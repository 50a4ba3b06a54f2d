using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>Failures that users of other systems met: answers at once, in a burst, in parallel branches; gates that can't be worked out.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private const string Many = """
        name: many
        steps:
          - { id: list, uses: set, with: { items: "{{input.items}}" } }
          - id: each
            uses: set
            foreach: "{{steps.list.output.items}}"
            with: { text: "{{item}}" }
            review: { show: { kind: text, value: "{{output.text}}" }, edit: [text] }
        output: { all: "{{steps.each.output}}" }
        """;

    private ReviewHarness _reviews = null!;

    public async Task InitializeAsync() => _reviews = await StartAsync();

    public Task DisposeAsync() => _reviews.DisposeAsync().AsTask();

    [Fact]
    public async Task Burst_OfTwoHundredAnswers_LeavesNoneStuck_AndEachKeepsItsOwn()
    {
        await _reviews.Engine.SaveAsync(Many);
        var id = await _reviews.Engine.RunAsync("many", new { items = Enumerable.Range(0, 200).Select(number => $"text {number}") });
        await _reviews.Engine.UntilAsync(id, run => run.Awaiting.Count == 200);
        var queries = _reviews.Engine.Get<ReviewQueries>();
        var open = (await queries.ListAsync(new ReviewFilter { Limit = 200 })).Items;

        var answers = await Task.WhenAll(open.Select(async item =>
        {
            var review = (await queries.GetAsync(item.Id))!;
            return await _reviews.AmendAsync(review, Ben, $"{review.Request.Subjected.GetProperty("text").GetString()} seen");
        }));

        Assert.All(answers, answer => Assert.Null(answer.Refused));
        var run = await _reviews.Engine.UntilFinalAsync(id);
        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"text {number} seen"), run.Output!.Value.GetProperty("all").EnumerateArray().Select(output => output.GetProperty("text").GetString()));
        Assert.Equal(0, await queries.CountAsync(new ReviewFilter { States = [ReviewState.Open, ReviewState.Staged], Deferred = null }));
    }

    [Fact]
    public async Task TwoAnswersAtOnce_HaveOneWinner_AndTheOtherIsToldWho()
    {
        for (var round = 0; round < 20; round++)
        {
            var review = await _reviews.AskAsync("queue: q", name: $"two-{round}");

            var answers = await Task.WhenAll(_reviews.ApproveAsync(review, Ben), _reviews.Engine.DecideAsync(review, Verdict.Reject, reason: "no", by: Cora));

            var winner = answers[0].Refused is null ? "ben" : "cora";
            var loser = Assert.Single(answers, answer => answer.Refused is not null);
            Assert.Equal(("already-decided", winner), (loser.Refused!.Code, loser.Refused.Details!.Value.GetProperty("winner").GetProperty("user").GetString()));
            Assert.Equal(winner == "ben" ? Resolution.Approved : Resolution.Rejected, (await _reviews.Engine.UntilFinalAsync(review.Item.RunId)).Tasks[0].Resolution);
        }
    }

    [Fact]
    public async Task ReviewsOfParallelBranches_AreAllAwaited()
    {
        await _reviews.Engine.SaveAsync(
            """
            name: branches
            steps:
              - { id: left, uses: set, with: { side: left }, needs: [], review: { queue: q } }
              - { id: middle, uses: set, with: { side: middle }, needs: [], review: { queue: q } }
              - { id: right, uses: set, with: { side: right }, needs: [], review: { queue: q } }
              - { id: join, uses: set, with: { done: true }, needs: [left, middle, right] }
            """);
        var id = await _reviews.StartAsync("branches");
        await _reviews.Engine.UntilAsync(id, run => run.Awaiting.Count == 3);

        for (var left = 3; left > 0; left--)
        {
            var run = await _reviews.Engine.UntilAsync(id, run => run.Awaiting.Count == left);
            Assert.DoesNotContain(run.Tasks, task => task.Step == "join");
            await _reviews.ApproveAsync((await _reviews.Engine.Get<ReviewQueries>().GetAsync(run.Awaiting[0].ReviewId))!, Ben);
        }

        Assert.Equal(RunState.Completed, (await _reviews.Engine.UntilFinalAsync(id)).Summary.State);
    }

    [Theory]
    [InlineData("output.missing > 3")]
    [InlineData("length(output.number) > 3")]
    [InlineData("output.text < 3")]
    [InlineData("not_empty:output.text")]
    public async Task GateWhoseConditionFailsOrYieldsNothing_AsksAPerson(string when)
    {
        var review = await _reviews.AskAsync($"when: \"{when}\"", with: "{ text: hello, number: 7 }");

        Assert.Equal(ReviewState.Open, review.Item.State);
    }

    [Fact]
    public async Task GateWhoseConditionIsFalse_AsksNobody()
    {
        await _reviews.Engine.SaveAsync("name: free\nsteps:\n  - { id: one, uses: set, with: { number: 7 }, review: { when: \"output.number > 8\" } }\n");

        Assert.Equal(RunState.Completed, (await _reviews.Engine.UntilFinalAsync(await _reviews.StartAsync("free"))).Summary.State);
    }
}
