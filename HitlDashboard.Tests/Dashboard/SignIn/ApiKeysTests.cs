using System.Net;
using System.Text;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class ApiKeysTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private static readonly Uri Runs = new("/api/runs", UriKind.Relative);
    private readonly DashboardServer _server = fixture.Server;

    private ApiKeys Keys => _server.Services.GetRequiredService<ApiKeys>();

    [Fact]
    public async Task Create_Key_WorksIsShownOnceAndStoredNowhere()
    {
        var (key, _) = await Keys.CreateAsync("exporter", Role.Viewer, "ana", TimeSpan.FromDays(30));
        using var client = _server.WithKey(key!);

        using var answer = await client.GetAsync(Runs);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches("^hitl_[0-9a-f]{12}_[0-9a-f]{64}$", key);
        var stored = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(_server.DataDirectory, "accounts.db")));
        Assert.Contains("exporter", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(key![^64..], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NameTwice_IsRefusedUntilRevoked()
    {
        await Keys.CreateAsync("twice", Role.Viewer, "ana", null);

        var second = await Keys.CreateAsync("twice", Role.Viewer, "ana", null);
        await Keys.RevokeAsync("twice");
        var third = await Keys.CreateAsync("twice", Role.Viewer, "ana", null);

        Assert.Contains("already", second.Refusal, StringComparison.Ordinal);
        Assert.NotNull(third.Key);
    }

    [Fact]
    public async Task Revoke_Key_IsRefusedAtOnce()
    {
        var (key, _) = await Keys.CreateAsync("revoked", Role.Viewer, "ana", null);
        using var client = _server.WithKey(key!);
        using var before = await client.GetAsync(Runs);

        await Keys.RevokeAsync("revoked");

        using var after = await client.GetAsync(Runs);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Key_Expired_IsRefused()
    {
        var (key, _) = await Keys.CreateAsync("expired", Role.Viewer, "ana", TimeSpan.FromSeconds(-1));
        using var client = _server.WithKey(key!);

        using var answer = await client.GetAsync(Runs);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Key_InTheQuery_IsNotLookedAt()
    {
        using var client = _server.Anonymous();

        using var answer = await client.GetAsync(new Uri($"/api/runs?access_token={DashboardServer.AdminKey}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Key_Used_NotesWhen()
    {
        var (key, _) = await Keys.CreateAsync("noted", Role.Viewer, "ana", null);
        using var client = _server.WithKey(key!);

        using var answer = await client.GetAsync(Runs);

        Assert.NotNull((await Keys.ListAsync(CancellationToken.None)).Single(row => row.Name == "noted").LastUsedAt);
    }

    [Fact]
    public async Task Cookie_ChangeThroughTheApi_NeedsThePagesToken()
    {
        using var client = await _server.SignedInAsync();
        var html = await client.GetStringAsync(new Uri("/settings/profile", UriKind.Relative));
        var token = html.Split("name=\"request-token\" content=\"")[1].Split('"')[0];
        var address = new Uri("/api/no-such-thing", UriKind.Relative);

        using var without = await client.PostAsync(address, null);
        client.DefaultRequestHeaders.Add("RequestVerificationToken", token);
        using var with = await client.PostAsync(address, null);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task BootstrapKey_BesideABootstrapPassword_IsThatAdministrators_AndAloneItsOwn()
    {
        await using var alone = await DashboardServer.StartAsync(new Dictionary<string, string?> { ["Bootstrap:AdminPassword"] = null });

        Assert.Equal(DashboardServer.AdminName, (await Keys.FindAsync(DashboardServer.AdminKey))!.Owner);
        Assert.Null((await alone.Services.GetRequiredService<ApiKeys>().FindAsync(DashboardServer.AdminKey))!.Owner);
    }
}
