using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class DecisionRaceTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Approve_HundredAtOnce_OneWinsAndAllOthersLearnWho()
    {
        var (run, review) = await doors.AskAsync("wanted");
        var callers = new[] { doors.Supervisor, doors.As("other-supervisor") };

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            callers[number % 2].PostAsync($"/api/reviews/{review}/approve", new { version = 1, comment = $"number {number}" })));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        var losers = answers.Where(answer => answer != winner).Select(answer => answer.Refuses(409, "already-decided").GetProperty("winner").GetRawText()).ToList();
        Assert.Equal(99, losers.Count);
        Assert.Single(losers.Distinct());
        var decision = (await doors.Viewer.GetAsync("/api/reviews/" + review)).Is(200).Json.GetProperty("decision");
        Assert.Equal(decision.Text("id"), winner.Json.Text("decisionId"));
        var told = System.Text.Json.JsonDocument.Parse(losers[0]).RootElement;
        Assert.Equal((decision.Text("user"), "approve"), (told.Text("user"), told.Text("decision")));
        await doors.StateAsync(run, "Completed");
    }
}
