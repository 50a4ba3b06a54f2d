using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class IdempotencyTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Start_SameKeyAndBody_RepeatsTheFirstAnswer()
    {
        var first = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "a" }, title = "Once" }, "start-1")).Is(201);
        await doors.StateAsync(first.Json.Text("id"), "Completed");

        var second = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "a" }, title = "Once" }, "start-1")).Is(201);

        Assert.Equal((first.Body, first.Headers.Location, first.MediaType), (second.Body, second.Headers.Location, second.MediaType));
        Assert.Single((await doors.Viewer.GetAsync("/api/runs?search=Once")).Is(200).Json.Items());
    }

    [Fact]
    public async Task Start_SameKeyManyAtOnce_MakesOneRunAndOneAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            doors.Operator.PostAsync("/api/workflows/note/runs", new { input = new { text = "b" }, title = "Together" }, "start-2")));

        Assert.Single(answers.Select(answer => answer.Is(201).Body).Distinct());
        Assert.Single((await doors.Viewer.GetAsync("/api/runs?search=Together")).Is(200).Json.Items());
    }

    [Fact]
    public async Task Start_SameKeyOtherBody_IsRefused()
    {
        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "c" } }, "start-3")).Is(201);

        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "d" } }, "start-3")).Refuses(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Start_SameKeyOtherCaller_IsAnotherRequest()
    {
        var first = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "e" } }, "start-4")).Is(201);
        var other = (await doors.Admin.PostAsync("/api/workflows/echo/runs", new { input = new { text = "e" } }, "start-4")).Is(201);

        Assert.NotEqual(first.Json.Text("id"), other.Json.Text("id"));
    }

    [Fact]
    public async Task Approve_SameKey_RepeatsTheFirstAnswer()
    {
        var (run, review) = await doors.AskAsync("f");
        var first = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 }, "approve-1")).Is(200);
        await doors.AskAsync("g");
        await doors.StateAsync(run, "Completed");

        var second = (await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 }, "approve-1")).Is(200);

        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task Start_RefusedRequest_MayBeCorrectedUnderTheSameKey()
    {
        (await doors.Operator.PostAsync("/api/workflows/note/runs", new { input = new { } }, "start-5")).Refuses(422, "invalid-input");

        (await doors.Operator.PostAsync("/api/workflows/note/runs", new { input = new { text = "now" } }, "start-5")).Is(201);
    }

    [Fact]
    public async Task Start_WrongKey_IsRefused()
    {
        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { }, new string('k', 129))).Refuses(400, "invalid-idempotency-key");
        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { }, " ")).Refuses(400, "invalid-idempotency-key");
    }

    [Fact]
    public async Task Start_ServerStartedAgain_TheKeyStillMakesOneRun()
    {
        var first = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "h" } }, "start-6")).Is(201);
        await doors.Server.StopAsync();
        await doors.Server.StartAgainAsync();

        var second = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "h" } }, "start-6")).Is(201);

        Assert.Equal(first.Json.Text("id"), second.Json.Text("id"));
    }

    [Fact]
    public async Task Save_RepeatedAfterARestart_ChangesNothingAgain()
    {
        string Version(string title) => DoorsFixture.Echo.Replace("name: echo", "name: saved").Replace("Echo", title);
        (await doors.Admin.PutYamlAsync("/api/workflows/saved", Version("First"), "save-1")).Is(200);
        (await doors.Admin.PutYamlAsync("/api/workflows/saved", Version("Second"), "save-2")).Is(200);
        await doors.Server.StopAsync();
        await doors.Server.StartAgainAsync();

        (await doors.Admin.PutYamlAsync("/api/workflows/saved", Version("First"), "save-1")).Is(200);

        Assert.Equal("Second", (await doors.Viewer.GetAsync("/api/workflows/saved")).Is(200).Json.Text("title"));
        (await doors.Admin.PutYamlAsync("/api/workflows/saved", Version("Third"), "save-1")).Refuses(422, "idempotency-key-reused");
    }
}
