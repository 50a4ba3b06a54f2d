using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Live;

public sealed class EventsHubTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Subscribe_Runs_HearsTheirStates()
    {
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);
        var since = (await hub.SubscribeAsync("runs")).GetProperty("result").GetInt64();
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "x" } })).Is(201).Json.Text("id");

        var started = await hub.HearAsync("RunChanged", push => push.Text("runId") == run);
        var ended = await hub.HearAsync("RunChanged", push => push.Text("runId") == run && push.Text("state") == "Completed");

        Assert.Equal(["seq", "runId", "workflow", "state"], started.Members());
        Assert.Equal(("echo", "Running"), (started.Text("workflow"), started.Text("state")));
        Assert.True(since < started.GetProperty("seq").GetInt64() && started.GetProperty("seq").GetInt64() < ended.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Subscribe_Reviews_HearsThem()
    {
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);
        await hub.SubscribeAsync("queue:editors");
        var (run, review) = await doors.AskAsync();

        var opened = await hub.HearAsync("ReviewChanged", push => push.Text("reviewId") == review);
        await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 });
        await hub.HearAsync("ReviewChanged", push => push.Text("reviewId") == review && push.Text("state") == "decided");

        Assert.Equal(["seq", "reviewId", "runId", "queue", "state"], opened.Members());
        Assert.Equal((run, "editors", "open"), (opened.Text("runId"), opened.Text("queue"), opened.Text("state")));
    }

    [Fact]
    public async Task Subscribe_OneRun_HearsItsTasksAndNothingElse()
    {
        var (run, review) = await doors.AskAsync();
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);
        await hub.SubscribeAsync("run:" + run);
        await doors.AskAsync("somebody else's");
        await doors.Supervisor.PostAsync($"/api/reviews/{review}/approve", new { version = 1 });

        var heard = new List<string>();
        await hub.UntilAsync(message =>
        {
            var push = message.GetProperty("arguments")[0];
            heard.Add(message.Text("target"));
            Assert.Equal(run, push.Text("runId"));
            return push.Text("state") == "Completed" && message.Text("target") == "RunChanged";
        });

        Assert.Contains("TaskChanged", heard);
        Assert.Contains("ReviewChanged", heard);
    }

    [Fact]
    public async Task Subscribe_Stats_HearsFigures()
    {
        await doors.AskAsync();
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);
        await hub.SubscribeAsync("stats");

        var stats = await hub.HearAsync("Stats");

        Assert.True(stats.GetProperty("openReviews").GetInt32() >= 1 && stats.GetProperty("openRuns").GetInt32() >= 1 && stats.GetProperty("seq").GetInt64() > 0);
    }

    [Fact]
    public async Task Subscribe_UnknownTopic_IsToldWhichThereAre()
    {
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);

        Assert.Contains("queue:{name}", (await hub.SubscribeAsync("everything")).Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriber_TooSlow_IsToldToReadAgain()
    {
        var bus = doors.Server.Services.GetRequiredService<IEventBus>();
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey);
        await hub.SubscribeAsync("runs");
        var run = RunId.New(TimeProvider.System);

        // More than the buffers of both ends hold, while nobody reads.
        for (var number = 0; number < 200; number++)
        {
            bus.Publish([.. Enumerable.Range(0, 1000).Select(_ => new EngineEvent.RunChanged(1, run, new string('w', 64), RunState.Running))]);
        }

        Assert.True((await hub.HearAsync("Resync")).GetProperty("seq").GetInt64() > 0);
        var next = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "x" } })).Is(201).Json.Text("id");
        await hub.HearAsync("RunChanged", push => push.Text("runId") == next);
    }

    [Fact]
    public async Task Connect_KeyInTheQuery_IsAccepted()
    {
        using var hub = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey, inQuery: true);

        Assert.Equal(3, (await hub.SubscribeAsync("runs")).GetProperty("type").GetInt32());
    }

    [Fact]
    public async Task Connect_NobodyOrForeignOrigin_IsRefused()
    {
        using var nobody = await HubCaller.ConnectAsync(doors.Server, key: null);
        using var foreign = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey, origin: "https://elsewhere.example");
        using var ours = await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey, origin: doors.Server.BaseAddress.GetLeftPart(UriPartial.Authority));

        Assert.Equal((403, 101), (foreign.Status, ours.Status));
        Assert.Contains(nobody.Status, new[] { 401, 403 });
    }

    [Fact]
    public async Task Negotiate_AsTheJavaScriptClientDoes_OffersWebSockets()
    {
        var answer = (await doors.Viewer.PostAsync("/hubs/live/negotiate?negotiateVersion=1")).Is(200).Json;

        Assert.NotEmpty(answer.Text("connectionToken"));
        Assert.Contains(answer.Items("availableTransports"), transport => transport.Text("transport") == "WebSockets");
    }

    [Fact]
    public async Task Connection_KeyRevoked_IsClosed()
    {
        using var hub = await HubCaller.ConnectAsync(doors.Server, await doors.KeyAsync("revoked-hub", Role.Viewer));
        await hub.SubscribeAsync("runs");

        await doors.Server.Services.GetRequiredService<ApiKeys>().RevokeAsync("revoked-hub");

        await Assert.ThrowsAnyAsync<Exception>(() => hub.UntilAsync(message => message.GetProperty("type").GetInt32() == 99));
    }

    [Fact]
    public async Task Connection_Closed_StopsListening()
    {
        var bus = doors.Server.Services.GetRequiredService<IEventBus>();
        await doors.IsQuietAsync();
        using (await HubCaller.ConnectAsync(doors.Server, DashboardServer.AdminKey))
        {
            await Eventually.IsTrueAsync(() => bus.SubscriberCount == doors.QuietListeners + 1, "the hub listens");
        }

        await doors.IsQuietAsync();
    }
}
