using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class TaskEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Skip_FailedTask_CompletesTheRunWithTheOutput_AndARepeatSaysTheSame()
    {
        var task = await FailedAsync();
        var (path, body) = ($"/api/tasks/{task}/skip", new { output = new { text = "by hand" }, reason = "down" });

        var first = (await doors.Operator.PostAsync(path, body, "skip-once")).Is(200).Json;
        var second = (await doors.Operator.PostAsync(path, body, "skip-once")).Is(200).Json;

        Assert.Equal(("Completed", "Skipped", "by hand"), (first.Text("state"), first.Text("resolution"), first.GetProperty("output").Text("text")));
        Assert.Equal(first.ToString(), second.ToString());
        (await doors.Operator.PostAsync(path, body)).Refuses(409, "wrong-state");
    }

    [Fact]
    public async Task Retry_WithAnotherInput_Takes()
    {
        var task = await FailedAsync();

        (await doors.Operator.PostAsync($"/api/tasks/{task}/retry", new { input = "text" })).Refuses(422, "invalid-input");
        (await doors.Operator.PostAsync($"/api/tasks/{task}/retry", new { input = new { text = "by hand" }, reason = "typo" })).Is(200);
    }

    [Theory]
    [InlineData("skip", "{}")]
    [InlineData("skip", """{ "output": 1, "outputs": 2 }""")]
    [InlineData("retry", """{ "inputs": {} }""")]
    public async Task Body_MissingOrUnknownMember_IsRefused(string verb, string body) =>
        (await doors.Operator.PostTextAsync($"/api/tasks/{await FailedAsync()}/{verb}", body)).Refuses(400, "invalid-request");

    [Fact]
    public async Task ChangeInput_OfATaskUnderReview_AsksAboutTheNewOne()
    {
        var (run, review) = await doors.AskAsync();
        var task = (await doors.Viewer.GetAsync("/api/runs/" + run)).Is(200).Json.GetProperty("tasks")[0].Text("id");

        (await PutAsync($"/api/tasks/{task}/input", """{ "input": "no object" }""")).Refuses(422, "invalid-input");
        (await PutAsync($"/api/tasks/{task}/input", """{ "input": { "text": "another", "by": "opal" } }""")).Is(200);

        await Eventually.IsTrueAsync(
            async () => (await doors.Viewer.GetAsync("/api/runs/" + run)).Is(200).Json.Items("awaiting").Any(awaited => awaited.Text("reviewId") != review), "another review is open");
        (await PutAsync($"/api/tasks/{Guid.Empty}/input", """{ "input": {} }""")).Refuses(404, "not-found");
    }

    private Task<DoorAnswer> PutAsync(string path, string json) =>
        doors.Operator.SendAsync(HttpMethod.Put, path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private async Task<string> FailedAsync()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=60", new { input = new { other = 1 } })).Is(201).Json;
        Assert.Equal("Failed", run.Text("state"));
        return run.GetProperty("tasks")[0].Text("id");
    }
}
