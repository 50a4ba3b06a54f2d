using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class ReviewEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string NoSuchId = "0198a000-0000-7000-8000-000000000000";

    [Fact]
    public async Task Get_Review_HasEverythingThatADecisionNeeds()
    {
        var (run, id) = await doors.AskAsync("**bold**");

        var review = (await doors.Viewer.GetAsync("/api/reviews/" + id)).Is(200).Json;

        Assert.Superset(
            new HashSet<string>([
                "id", "version", "digest", "state", "runId", "taskId", "workflow", "step", "round", "title", "risk", "queue", "assignee", "dueAt",
                "artifact", "parameters", "editable", "confidence", "evidence", "allowed", "rounds", "decision"]),
            review.Members().ToHashSet());
        Assert.Equal((run, "note", "draft", "open", "high", "editors"), (
            review.Text("runId"), review.Text("workflow"), review.Text("step"), review.Text("state"), review.Text("risk"), review.Text("queue")));
        Assert.Equal(("markdown", "**bold**"), (review.GetProperty("artifact").Text("kind"), review.GetProperty("artifact").Text("content")));
        Assert.Equal(["approve", "amend", "sendBack", "reject"], review.Items("allowed").Select(verdict => verdict.GetString()));
        Assert.Equal("text", Assert.Single(review.Items("editable")).GetString());
    }

    [Fact]
    public async Task Approve_Open_TakesEffectAtOnce()
    {
        var (run, review) = await doors.AskAsync("good");

        var decided = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1, comment = "fine" })).Is(200).Json;

        Assert.Equal(["decisionId", "state", "releaseAt", "nextReviewId"], decided.Members());
        Assert.Equal("decided", decided.Text("state"));
        Assert.NotEqual(review, decided.GetProperty("nextReviewId").GetString());
        await doors.StateAsync(run, "Completed");
        var decision = (await doors.Viewer.GetAsync("/api/reviews/" + review)).Is(200).Json.GetProperty("decision");
        Assert.Equal(("approve", "the-supervisor", "fine"), (decision.Text("verdict"), decision.Text("user"), decision.Text("comment")));
    }

    [Fact]
    public async Task Reject_WithReason_FailsTheRun()
    {
        var (run, review) = await doors.AskAsync("bad");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/reject", new { version = 1 })).Refuses(422, "reason-required");

        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/reject", new { version = 1, reason = "wrong" })).Is(200);

        await doors.StateAsync(run, "Failed");
    }

    [Fact]
    public async Task Amend_AllowedChange_BecomesTheOutput()
    {
        var (run, review) = await doors.AskAsync("old");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/amend", new { version = 1, output = new { text = "", by = "nobody" } })).Refuses(422, "invalid-output");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/amend", new { version = 1, output = new { text = "new", by = "me" } })).Refuses(422, "invalid-output");
        var missing = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/amend", new { version = 1 })).Refuses(400, "invalid-request");
        Assert.Contains("'output'", missing.Text("detail"), StringComparison.Ordinal);

        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/amend", new { version = 1, output = new { text = "new", by = "nobody" } })).Is(200);

        await doors.StateAsync(run, "Completed");
        Assert.Equal("new", (await doors.Viewer.GetAsync("/api/runs/" + run)).Json.GetProperty("output").Text("text"));
        Assert.Equal("new", (await doors.Viewer.GetAsync("/api/reviews/" + review)).Json.GetProperty("amendedOutput").Text("text"));
    }

    [Fact]
    public async Task SendBack_WithFeedback_OpensTheNextRound()
    {
        var (run, review) = await doors.AskAsync("again");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/send-back", new { version = 1 })).Refuses(422, "reason-required");

        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/send-back", new { version = 1, feedback = "shorter" })).Is(200);

        var second = (await doors.Viewer.GetAsync("/api/reviews/" + await doors.OpenReviewAsync(run, round: 2))).Is(200).Json;
        var round = Assert.Single(second.Items("rounds"));
        Assert.Equal((review, "shorter", "sendBack", " again"), (round.Text("reviewId"), round.Text("feedback"), round.GetProperty("decision").Text("verdict"), round.Text("diff")));
    }

    [Fact]
    public async Task Undo_StagedDecision_OpensTheReviewAgain()
    {
        var (_, review) = await doors.AskAsync("hasty");
        var staged = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1, undoSeconds = 60 })).Is(200).Json;
        Assert.Equal("staged", staged.Text("state"));
        Assert.True(staged.GetProperty("releaseAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddSeconds(30));
        (await doors.As("other-supervisor").PostAsync($"/api/reviews/{review}/undo")).Refuses(403, "forbidden");

        var reopened = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/undo")).Is(200).Json;

        Assert.Equal("open", reopened.Text("state"));
        Assert.Equal("open", (await doors.Supervisor.PostAsync($"/api/reviews/{review}/undo")).Refuses(409, "not-staged").Text("state"));
    }

    [Fact]
    public async Task Approve_OtherVersion_TellsTheCurrentOne()
    {
        var (_, review) = await doors.AskAsync("moved");

        var problem = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 7 })).Refuses(409, "stale-version");

        Assert.Equal(1, problem.GetProperty("version").GetInt32());
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1, digest = new string('0', 64) })).Refuses(409, "stale-version");
    }

    [Fact]
    public async Task Approve_Withdrawn_IsRefused()
    {
        var (run, review) = await doors.AskAsync("gone");
        (await doors.Operator.PostAsync($"/api/runs/{run}/cancel")).Is(200);

        Assert.Equal("withdrawn", (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Refuses(409, "not-open").Text("state"));
    }

    [Theory]
    [InlineData("""{"version":1,"undoSeconds":61}""", "undoSeconds")]
    [InlineData("""{"version":1,"undoSeconds":-1}""", "undoSeconds")]
    [InlineData("""{"version":1,"reason":"no"}""", "reason")]
    [InlineData("""{"version":"1"}""", "version")]
    public async Task Approve_WrongBody_NamesTheMember(string body, string member)
    {
        var problem = (await doors.Supervisor.PostTextAsync($"/api/reviews/{NoSuchId}/approve", body)).Refuses(400, "invalid-request");

        Assert.Equal(member, problem.GetProperty("errors")[0].Text("path"));
    }

    [Fact]
    public async Task Approve_NoBody_IsRefused() => (await doors.Supervisor.PostAsync($"/api/reviews/{NoSuchId}/approve")).Refuses(400, "invalid-request");

    [Theory]
    [InlineData("")]
    [InlineData("/approve")]
    [InlineData("/reject")]
    [InlineData("/send-back")]
    [InlineData("/undo")]
    public async Task Any_NoSuchReview_IsNotFound(string verb)
    {
        var path = $"/api/reviews/{NoSuchId}{verb}";
        object? body = verb switch
        {
            "/undo" => null,
            "/reject" => new { version = 1, reason = "r" },
            "/send-back" => new { version = 1, feedback = "f" },
            _ => new { version = 1 },
        };

        (verb.Length == 0 ? await doors.Viewer.GetAsync(path) : await doors.Supervisor.PostAsync(path, body)).Refuses(404, "not-found");
    }

    [Theory]
    [InlineData("queue=editors", true)]
    [InlineData("queue=others", false)]
    [InlineData("risk=high", true)]
    [InlineData("risk=low", false)]
    [InlineData("workflow=note", true)]
    [InlineData("workflow=echo", false)]
    [InlineData("state=open", true)]
    [InlineData("state=decided", false)]
    [InlineData("assignee=me", false)]
    [InlineData("overdue=true", false)]
    [InlineData("sort=age", true)]
    [InlineData("sort=priority", true)]
    [InlineData("search=findable", true)]
    public async Task List_Filter_Filters(string filter, bool isFound)
    {
        var (_, review) = await doors.AskAsync("findable");

        var found = (await doors.Viewer.GetAsync($"/api/reviews?limit=200&{filter}")).Is(200).Json.Items().Any(item => item.Text("id") == review);

        Assert.Equal(isFound, found);
    }

    [Fact]
    public async Task List_Pages_GiveEachReviewOnce()
    {
        for (var number = 0; number < 5; number++)
        {
            await doors.AskAsync("leafed");
        }

        foreach (var sort in new[] { "urgency", "age", "priority" })
        {
            var ids = new List<string>();
            for (string? cursor = ""; cursor is not null;)
            {
                var page = (await doors.Viewer.GetAsync($"/api/reviews?search=leafed&sort={sort}&limit=2{cursor}")).Is(200).Json;
                ids.AddRange(page.Items().Select(review => review.Text("id")));
                cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : null;
            }

            Assert.Equal((5, 5), (ids.Count, ids.Distinct().Count()));
        }
    }

    [Theory]
    [InlineData("sort=newest")]
    [InlineData("state=Running")]
    [InlineData("risk=huge")]
    [InlineData("overdue=1")]
    [InlineData("queues=a")]
    [InlineData("cursor=x")]
    public async Task List_WrongQuery_IsRefused(string query) => (await doors.Viewer.GetAsync("/api/reviews?" + query)).Refuses(400, "invalid-request");
}
