using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class RunStartTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Start_WithWait_AnswersTheFinalRun()
    {
        var answer = (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = "hi" }, title = "Say hi", priority = 5 })).Is(201);

        var run = answer.Json;
        Assert.Equal($"/api/runs/{run.Text("id")}", answer.Headers.Location?.ToString());
        Assert.Equal(("Completed", "Say hi", "the-operator", "hi"), (run.Text("state"), run.Text("title"), run.Text("startedBy"), run.GetProperty("output").Text("text")));
        Assert.EndsWith("Z", run.Text("completedAt"), StringComparison.Ordinal);
        Assert.Equal(("Completed", "Succeeded"), (run.GetProperty("tasks")[0].Text("state"), run.GetProperty("tasks")[0].Text("resolution")));
    }

    [Fact]
    public async Task Start_WaitEndsBeforeTheRun_AnswersTheRunAsItIs()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/note/runs?waitSeconds=1", new { input = new { text = "slow" } })).Is(201).Json;

        Assert.Equal("Running", run.Text("state"));
        Assert.Equal(("draft", "editors"), (run.GetProperty("awaiting")[0].Text("step"), run.GetProperty("awaiting")[0].Text("queue")));
        Assert.Equal("AwaitingReview", run.GetProperty("tasks")[0].Text("state"));
    }

    [Fact]
    public async Task Start_WrongInput_NamesTheMember()
    {
        var problem = (await doors.Operator.PostAsync("/api/workflows/note/runs", new { input = new { text = 7 } })).Refuses(422, "invalid-input");

        Assert.Contains("text", problem.GetProperty("errors")[0].Text("path"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":{}}""", "inputs")]
    [InlineData("""{"input":{},"startAt":"tomorrow"}""", "startAt")]
    [InlineData("""{"priority":1000}""", "priority")]
    [InlineData("""{"priority":"high"}""", "priority")]
    [InlineData("""{"input":{"a":1},"input":{"a":2}}""", "input")]
    public async Task Start_WrongBody_NamesTheMember(string body, string member)
    {
        var problem = (await doors.Operator.PostTextAsync("/api/workflows/echo/runs", body)).Refuses(400, "invalid-request");

        Assert.Equal(member, problem.GetProperty("errors")[0].Text("path"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("text")]
    public async Task Start_NotAnObject_IsRefused(string body) =>
        (await doors.Operator.PostTextAsync("/api/workflows/echo/runs", body)).Refuses(400, "invalid-request");

    [Fact]
    public async Task Start_NotJson_IsRefused()
    {
        using var form = new FormUrlEncodedContent([new("input", "x")]);

        (await doors.Operator.SendAsync(HttpMethod.Post, "/api/workflows/echo/runs", form)).Refuses(415, "wrong-media-type");
    }

    [Fact]
    public async Task Start_LargeBody_IsRefused() =>
        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = new string('x', 1024 * 1024) } })).Refuses(413, "too-large");

    [Theory]
    [InlineData("waitSeconds=61")]
    [InlineData("waitSeconds=-1")]
    [InlineData("wait=5")]
    public async Task Start_WrongQuery_IsRefused(string query) =>
        (await doors.Operator.PostAsync("/api/workflows/echo/runs?" + query)).Refuses(400, "invalid-request");

    [Fact]
    public async Task Start_UnknownWorkflow_IsNotFound() => (await doors.Operator.PostAsync("/api/workflows/nothing/runs")).Refuses(404, "not-found");
}
