using HitlDashboard.Engine.Ledger;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class ErrorTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/openapi/v2.json")]
    public async Task Get_UnknownAddress_IsAProblem(string path) => (await doors.Admin.GetAsync(path)).Refuses(404, "not-found");

    [Fact]
    public async Task Send_WrongMethod_IsAProblem() => (await doors.Admin.SendAsync(HttpMethod.Delete, "/api/runs")).Refuses(405, "method-not-allowed");

    [Fact]
    public async Task Get_WrongKey_IsAProblem()
    {
        using var client = doors.Server.WithKey("hitl_000000000000_" + new string('0', 64));

        (await new DoorCaller(client).GetAsync("/api/runs")).Refuses(401, "unauthenticated");
    }

    [Fact]
    public async Task Get_KeyInTheQuery_IsNotLookedAt() => (await doors.Anonymous.GetAsync("/api/runs?access_token=" + DashboardServer.AdminKey)).Refuses(401, "unauthenticated");

    [Fact]
    public async Task Post_CookieWithoutToken_ChangesNothing()
    {
        using var client = await doors.Server.SignedInAsync();
        var browser = new DoorCaller(client);

        (await browser.PostAsync("/api/workflows/echo/runs", new { title = "Forged" })).Refuses(400, "antiforgery");

        Assert.Empty((await browser.GetAsync("/api/runs?search=Forged")).Is(200).Json.Items());
    }

    [Fact]
    public async Task Get_Ready_TellsFiguresOnlyToThoseWhoMayRead()
    {
        await doors.AskAsync();

        var open = (await doors.Anonymous.GetAsync("/health/ready")).Is(200).Json;
        var inside = (await doors.Viewer.GetAsync("/health/ready")).Is(200).Json;

        Assert.Equal("ready", open.Text("status"));
        Assert.All(["database", "writer", "work"], part => Assert.Equal(System.Text.Json.JsonValueKind.Null, open.GetProperty(part).ValueKind));
        Assert.Equal(("wal", "full"), (inside.GetProperty("database").Text("journalMode"), inside.GetProperty("database").Text("synchronous")));
        Assert.True(inside.GetProperty("writer").GetProperty("isAlive").GetBoolean() && inside.GetProperty("writer").GetProperty("batches").GetInt64() > 0);
        Assert.True(inside.GetProperty("work").GetProperty("openReviews").GetInt32() >= 1);
        Assert.Equal("editors", inside.GetProperty("work").GetProperty("queues")[0].Text("queue"));
    }

    [Fact]
    public async Task Get_Ready_WithoutAWriter_IsRefusedWithTheReason()
    {
        await using var server = await DashboardServer.StartAsync();
        server.Services.GetRequiredService<TaskLedger>().Close();
        using var open = server.Anonymous();
        using var inside = server.WithKey();

        Assert.DoesNotContain("stopped", (await new DoorCaller(open).GetAsync("/health/ready")).Refuses(503, "not-ready").Text("detail"), StringComparison.Ordinal);
        Assert.Contains("stopped", (await new DoorCaller(inside).GetAsync("/health/ready")).Refuses(503, "not-ready").Text("detail"), StringComparison.Ordinal);
    }
}
