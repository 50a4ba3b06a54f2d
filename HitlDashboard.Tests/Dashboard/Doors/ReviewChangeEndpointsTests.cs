using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>Claims, delegation, deferral, comments, escalation and absences over REST.</summary>
public sealed class ReviewChangeEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string NoSuchId = "0198a000-0000-7000-8000-000000000000";

    [Fact]
    public async Task Claim_IsShown_RefusedToOthers_AndReleased()
    {
        var (_, review) = await doors.AskAsync("claimed");

        var claim = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/claim")).Is(200).Json.GetProperty("claim");
        Assert.Equal("the-supervisor", claim.Text("user"));
        Assert.True(claim.GetProperty("until").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        var refused = (await doors.As("other-supervisor").PostAsync($"/api/reviews/{review}/claim")).Refuses(409, "claimed");
        Assert.Equal("the-supervisor", refused.Text("user"));
        Assert.EndsWith("Z", refused.Text("until"), StringComparison.Ordinal);
        (await doors.As("other-supervisor").PostAsync($"/api/reviews/{review}/release")).Refuses(409, "claimed");

        Assert.Null((await doors.Supervisor.PostAsync($"/api/reviews/{review}/release")).Is(200).Json.GetProperty("claim").GetString());
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/claim", new { why = "me" })).Refuses(400, "invalid-request");
    }

    [Fact]
    public async Task Next_SkipsWhatOthersLookAt()
    {
        var (_, first) = await doors.AskAsync("looked at");
        var (_, second) = await doors.AskAsync("free");
        (await doors.As("other-supervisor").PostAsync($"/api/reviews/{first}/claim")).Is(200);
        var (_, mine) = await doors.AskAsync("mine");

        for (string? next = mine; next is not null;)
        {
            Assert.NotEqual(first, next);
            next = (await doors.Supervisor.PostAsync($"/api/reviews/{next}/approve", new { version = 1 })).Is(200).Json.GetProperty("nextReviewId").GetString();
        }

        Assert.Equal("decided", (await doors.Viewer.GetAsync("/api/reviews/" + second)).Json.Text("state"));
        Assert.Equal("open", (await doors.Viewer.GetAsync("/api/reviews/" + first)).Json.Text("state"));
    }

    [Theory]
    [InlineData("editors", "editors", null)]
    [InlineData("@ADMIN", "editors", "admin")]
    [InlineData("admin", "editors", "admin")]
    public async Task Delegate_GoesToAKnownQueueOrPerson(string to, string queue, string? assignee)
    {
        var (_, review) = await doors.AskAsync("handed on");

        var shown = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/delegate", new { to })).Is(200).Json;

        Assert.Equal((queue, assignee), (shown.Text("queue"), shown.GetProperty("assignee").GetString()));
    }

    [Theory]
    [InlineData("edditors")]
    [InlineData("@nobody")]
    [InlineData("")]
    public async Task Delegate_ToWhomNobodyKnows_IsRefused(string to)
    {
        var (_, review) = await doors.AskAsync("lost");

        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/delegate", new { to })).Refuses(422, "unknown-target");
    }

    [Fact]
    public async Task Defer_HidesIt_ButTheListOfDeferredHasIt()
    {
        var (_, review) = await doors.AskAsync("later");
        var until = TimeProvider.System.GetUtcNow().AddHours(2);

        Assert.Equal(until, (await doors.Supervisor.PostAsync($"/api/reviews/{review}/defer", new { until })).Is(200).Json.GetProperty("deferredUntil").GetDateTimeOffset());

        Assert.DoesNotContain((await doors.Viewer.GetAsync("/api/reviews?search=later")).Is(200).Json.Items(), item => item.Text("id") == review);
        Assert.Contains((await doors.Viewer.GetAsync("/api/reviews?search=later&deferred=true")).Is(200).Json.Items(), item => item.Text("id") == review);
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/defer", new { until = until.AddDays(-1) })).Refuses(422, "invalid-input");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/defer", new { until = "tomorrow" })).Refuses(400, "invalid-request");
    }

    [Fact]
    public async Task Comments_AreShown_AndARepeatedKeyAddsOne()
    {
        var (_, review) = await doors.AskAsync("talked about");
        await doors.Operator.PostAsync($"/api/reviews/{review}/comments", new { text = "Is this right?" }, "comment-1");
        (await doors.Operator.PostAsync($"/api/reviews/{review}/comments", new { text = "Is this right?" }, "comment-1")).Is(200);
        (await doors.Operator.PostAsync($"/api/reviews/{review}/comments", new { text = "Or not?" }, "comment-1")).Refuses(422, "idempotency-key-reused");

        var comment = Assert.Single((await doors.Viewer.GetAsync("/api/reviews/" + review)).Is(200).Json.Items("comments"));

        Assert.Equal(("the-operator", "Is this right?"), (comment.Text("user"), comment.Text("text")));
    }

    [Fact]
    public async Task Escalate_WithoutALadderOrAReason_SaysWhyNot()
    {
        var (_, review) = await doors.AskAsync("too high");

        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/escalate", new { })).Refuses(422, "reason-required");
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/escalate", new { reason = "help" })).Refuses(409, "no-escalation");
    }

    [Theory]
    [InlineData("claim", "{}")]
    [InlineData("release", "{}")]
    [InlineData("delegate", """{"to":"editors"}""")]
    [InlineData("defer", """{"until":"2099-01-01T00:00:00Z"}""")]
    [InlineData("comments", """{"text":"t"}""")]
    [InlineData("escalate", """{"reason":"r"}""")]
    public async Task Any_NoSuchReview_IsNotFound(string verb, string body)
    {
        await doors.AskAsync("so that the queue is known");
        (await doors.Supervisor.PostTextAsync($"/api/reviews/{NoSuchId}/{verb}", body)).Refuses(404, "not-found");
    }

    [Fact]
    public async Task Approvals_SoFar_AreShown_AndTheSecondOneOfAPersonIsRefused()
    {
        (await doors.Admin.PutYamlAsync("/api/workflows/pair", DoorsFixture.Note.Replace("name: note", "name: pair").Replace("risk: high", "risk: high\n      approvals: 2\n      exclude: [starter]"))).Is(200);
        var run = (await doors.Operator.PostAsync("/api/workflows/pair/runs", new { input = new { text = "a" } })).Is(201).Json.Text("id");
        var review = await doors.OpenReviewAsync(run, round: 1);

        Assert.Equal("open", (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Is(200).Json.Text("state"));
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Refuses(409, "already-approved");

        var approvals = (await doors.Viewer.GetAsync("/api/reviews/" + review)).Is(200).Json.GetProperty("approvals");
        Assert.Equal((2, 1, "starter"), (approvals.GetProperty("needed").GetInt32(), approvals.GetProperty("given").GetInt32(), Assert.Single(approvals.Items("exclude")).GetString()));
        Assert.Equal("the-supervisor", Assert.Single(approvals.Items("said")).Text("user"));
        Assert.Equal("decided", (await doors.As("other-supervisor").PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Is(200).Json.Text("state"));
    }

    [Fact]
    public async Task Key_CountsAsThePersonWhoMadeIt()
    {
        (await doors.Admin.PutYamlAsync("/api/workflows/four-eyes", DoorsFixture.Note.Replace("name: note", "name: four-eyes").Replace("risk: high", "exclude: [starter]"))).Is(200);
        using var first = doors.Server.WithKey(await MadeByAdminAsync("first"));
        using var second = doors.Server.WithKey(await MadeByAdminAsync("second"));
        var run = (await new DoorCaller(first).PostAsync("/api/workflows/four-eyes/runs", new { input = new { text = "a" } })).Is(201).Json.Text("id");
        var review = await doors.OpenReviewAsync(run, round: 1);

        var refused = (await new DoorCaller(second).PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Refuses(403, "separation-of-duties");

        Assert.Equal(("starter", "admin"), (refused.Text("excluded"), refused.Text("person")));
        (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 })).Is(200);
    }

    [Fact]
    public async Task Absence_IsNoted_ShownAndRemoved()
    {
        var kim = doors.Server.Services.GetRequiredService<Accounts>();
        await kim.AddAsync("kim", Role.Supervisor, "one time password 1");
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var body = new { person = "admin", substitute = "Kim", from, until = from.AddDays(7) };
        (await doors.Supervisor.PostAsync("/api/absences", body)).Refuses(403, "forbidden");
        (await doors.Admin.PostAsync("/api/absences", body with { substitute = "nobody" })).Refuses(422, "unknown-person");

        var absence = (await doors.Admin.PostAsync("/api/absences", body)).Is(200).Json;
        (await doors.Admin.PostAsync("/api/absences", body)).Refuses(409, "absence-overlaps");
        (await doors.Admin.PostAsync("/api/absences", body with { person = "kim", substitute = "admin" })).Refuses(409, "substitution-loop");
        var (_, review) = await doors.AskAsync("handed to somebody away");
        var shown = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/delegate", new { to = "@admin" })).Is(200).Json;

        Assert.Equal(("admin", "kim"), (shown.Text("assignee"), shown.Text("standIn")));
        Assert.Contains((await doors.Viewer.GetAsync("/api/reviews?assignee=kim")).Is(200).Json.Items(), item => item.Text("id") == review);
        Assert.DoesNotContain((await doors.Viewer.GetAsync("/api/reviews?assignee=admin")).Is(200).Json.Items(), item => item.Text("id") == review);
        Assert.Contains((await doors.Viewer.GetAsync("/api/absences")).Is(200).Json.Items(), item => item.Text("id") == absence.Text("id"));
        (await doors.Admin.SendAsync(HttpMethod.Delete, "/api/absences/" + absence.Text("id"))).Is(200);
        Assert.Contains((await doors.Viewer.GetAsync("/api/reviews?assignee=admin")).Is(200).Json.Items(), item => item.Text("id") == review);
        (await doors.Admin.SendAsync(HttpMethod.Delete, "/api/absences/" + absence.Text("id"))).Refuses(404, "not-found");
    }

    private async Task<string> MadeByAdminAsync(string name) =>
        (await doors.Server.Services.GetRequiredService<ApiKeys>().CreateAsync(name, Role.Admin, DashboardServer.AdminName, null)).Key!;
}
