using System.Net;
using System.Net.WebSockets;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class OriginTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private readonly DashboardServer _server = fixture.Server;

    [Theory]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.SwitchingProtocols)]
    public async Task Circuit_WebSocketFromAnOrigin_IsAcceptedFromOurOwnOnly(string origin, HttpStatusCode expected)
    {
        var cookie = await SessionCookieAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin.Length > 0)
        {
            socket.Options.SetRequestHeader("Origin", origin == "own" ? _server.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);
        }

        await Record.ExceptionAsync(() => socket.ConnectAsync(new UriBuilder(_server.BaseAddress) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None));

        Assert.Equal(expected, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Circuit_WithoutASession_IsRefused()
    {
        using var client = _server.Anonymous();
        client.DefaultRequestHeaders.Add("Origin", _server.BaseAddress.GetLeftPart(UriPartial.Authority));

        using var answer = await client.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<string> SessionCookieAsync()
    {
        using var client = _server.Anonymous();
        using var answer = await client.PostFormAsync("/signin", new() { ["name"] = DashboardServer.AdminName, ["password"] = DashboardServer.AdminPassword });
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(SessionCookie.Name, StringComparison.Ordinal)).Split(';')[0];
    }
}
