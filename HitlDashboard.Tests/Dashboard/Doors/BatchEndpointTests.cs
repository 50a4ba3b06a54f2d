namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>One decision about many reviews: a frozen list, a result for each.</summary>
public sealed class BatchEndpointTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Batch_BeyondOnePage_DecidesExactlyWhatItNames()
    {
        var asked = new List<(string Run, string Review)>();
        for (var number = 0; number < 102; number++)
        {
            asked.Add(await doors.AskAsync($"batch {number}"));
        }

        var named = asked.Take(100).Select(pair => new { id = pair.Review, version = 1 }).ToList();
        var answer = (await doors.Supervisor.PostAsync("/api/reviews/decisions", new { decision = "approve", items = named, comment = "all read" })).Is(200).Json;

        Assert.Equal(named.Select(item => item.id), answer.Items().Select(item => item.Text("id")));
        Assert.All(answer.Items(), item => Assert.Equal("decided", item.Text("state")));
        foreach (var (run, _) in asked.Take(100))
        {
            await doors.StateAsync(run, "Completed");
        }

        Assert.Equal(2, (await doors.Viewer.GetAsync("/api/reviews?search=batch&limit=200")).Is(200).Json.Items().Count);
        var told = (await doors.Viewer.GetAsync($"/api/runs/{asked[99].Run}/events")).Is(200).Json.Items().Single(entry => entry.Text("trigger") == "Stage");
        Assert.Equal(answer.Text("batch"), told.GetProperty("data").Text("batch"));
        (await doors.Supervisor.PostAsync("/api/reviews/decisions", new { decision = "approve", items = asked.Take(101).Select(pair => new { id = pair.Review, version = 1 }) })).Refuses(422, "batch-size");
    }

    [Fact]
    public async Task Batch_WithRefusals_SaysForEachWhatHappened()
    {
        var (_, decided) = await doors.AskAsync("decided before");
        (await doors.As("other-supervisor").PostAsync($"/api/reviews/{decided}/approve", new { version = 1 })).Is(200);
        var (_, good) = await doors.AskAsync("good");
        var (_, moved) = await doors.AskAsync("moved");

        var items = (await doors.Supervisor.PostAsync("/api/reviews/decisions", new
        {
            decision = "reject",
            reason = "not today",
            items = new object[] { new { id = decided, version = 1 }, new { id = moved, version = 2 }, new { id = good, version = 1 }, new { id = Guid.Empty, version = 1 } },
        })).Is(200).Json.Items();

        Assert.Equal(["already-decided", "stale-version", null, "not-found"], items.Select(item => item.GetProperty("problem") is { ValueKind: System.Text.Json.JsonValueKind.Object } problem ? problem.Text("code") : null));
        Assert.Equal("other-supervisor", items[0].GetProperty("problem").GetProperty("winner").Text("user"));
        Assert.Equal("decided", items[2].Text("state"));
        Assert.Equal("open", (await doors.Viewer.GetAsync("/api/reviews/" + moved)).Is(200).Json.Text("state"));
    }

    [Fact]
    public async Task Batch_RepeatedWithItsKey_IsTheSameBatch()
    {
        var (_, review) = await doors.AskAsync("once");
        var body = new { decision = "approve", items = new[] { new { id = review, version = 1 } } };

        var first = (await doors.Supervisor.PostAsync("/api/reviews/decisions", body, "batch-1")).Is(200);
        await doors.Server.StopAsync();
        await doors.Server.StartAgainAsync();
        var second = (await doors.Supervisor.PostAsync("/api/reviews/decisions", body, "batch-1")).Is(200);

        Assert.Equal(first.Json.Text("batch"), second.Json.Text("batch"));
        Assert.Equal(first.Json.Items()[0].Text("decisionId"), second.Json.Items()[0].Text("decisionId"));
    }

    [Theory]
    [InlineData("""{"decision":"approve","items":[]}""", 422, "batch-size")]
    [InlineData("""{"decision":"approve","items":[{"id":"0198a000-0000-7000-8000-000000000000","version":1},{"id":"0198a000-0000-7000-8000-000000000000","version":1}]}""", 422, "invalid-input")]
    [InlineData("""{"decision":"approve","filter":"all"}""", 400, "invalid-request")]
    [InlineData("""{"decision":"approve"}""", 400, "invalid-request")]
    [InlineData("""{"decision":"maybe","items":[]}""", 400, "invalid-request")]
    [InlineData("""{"decision":"approve","items":[],"undoSeconds":61}""", 400, "invalid-request")]
    [InlineData("""{"decision":"approve","items":[null]}""", 400, "invalid-request")]
    [InlineData("""{"decision":0,"items":[]}""", 400, "invalid-request")]
    [InlineData("""{"decision":"0","items":[]}""", 400, "invalid-request")]
    public async Task Batch_Wrong_IsRefusedWhole(string body, int status, string code) =>
        (await doors.Supervisor.PostTextAsync("/api/reviews/decisions", body)).Refuses(status, code);

    [Fact]
    public async Task Batch_OfAmends_IsRefusedForEach()
    {
        var (_, review) = await doors.AskAsync("not to be amended together");

        var item = (await doors.Supervisor.PostAsync("/api/reviews/decisions", new { decision = "amend", items = new[] { new { id = review, version = 1 } } })).Is(200).Json.Items()[0];

        Assert.Equal("verdict-not-allowed", item.GetProperty("problem").Text("code"));
    }
}
