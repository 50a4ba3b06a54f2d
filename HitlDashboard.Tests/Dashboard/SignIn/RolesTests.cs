using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class RolesTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private readonly DashboardServer _server = fixture.Server;

    [Theory]
    [InlineData(Role.Worker, Role.Worker, true)]
    [InlineData(Role.Worker, Role.Viewer, false)]
    [InlineData(Role.Admin, Role.Worker, false)]
    [InlineData(Role.Viewer, Role.Operator, false)]
    [InlineData(Role.Operator, Role.Supervisor, false)]
    [InlineData(Role.Supervisor, Role.Operator, true)]
    [InlineData(Role.Supervisor, Role.Admin, false)]
    [InlineData(Role.Admin, Role.Viewer, true)]
    public void Includes_TwoRoles_FollowsTheLadder(Role role, Role least, bool expected) =>
        Assert.Equal(expected, Policies.Includes(role, least));

    [Theory]
    [InlineData(Role.Viewer, "/settings/users", "/forbidden?role=admin")]
    [InlineData(Role.Supervisor, "/settings/keys", "/forbidden?role=admin")]
    [InlineData(Role.Admin, "/settings/users", null)]
    [InlineData(Role.Viewer, "/settings/profile", null)]
    public async Task Page_ByRole_OpensOrNamesTheMissingOne(Role role, string page, string? redirect)
    {
        using var client = await SignedInAsync(role);

        using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));

        Assert.Equal(redirect, answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Endpoints_EveryOne_SaysWhoMayUseIt()
    {
        var endpoints = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        string[] open = ["/health/live", "/health/ready", "/_framework/blazor.web.js", "/setup", "/signin", "/password", "/forbidden", "/not-found"];

        // The fallback policy covers the rest: an endpoint is open only where it says so itself.
        var anonymous = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !IsAsset(route)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(open.Order(StringComparer.Ordinal), anonymous);
        Assert.NotEmpty(endpoints);
        using var stranger = _server.Anonymous();
        using var page = await stranger.GetAsync(new Uri("/runs", UriKind.Relative));
        Assert.Equal("/signin", page.Headers.Location?.AbsolutePath);
    }

    [Theory]
    [InlineData("/api/runs")]
    [InlineData("/api/no-such-thing")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/hubs/live/negotiate")]
    public async Task Api_WithoutAKey_Answers401AsProblem(string path)
    {
        using var client = _server.Anonymous();

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Api_ViewersKey_CannotStartARun()
    {
        using var client = _server.WithKey(await NewKeyAsync(Role.Viewer));

        using var answer = await client.PostAsJsonAsync(new Uri("/api/workflows/any/runs", UriKind.Relative), new { input = new { } });
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("operator", problem.GetProperty("missingRole").GetString());
    }

    [Fact]
    public async Task Api_WorkersKey_CannotRead()
    {
        using var client = _server.WithKey(await NewKeyAsync(Role.Worker));

        using var answer = await client.GetAsync(new Uri("/api/runs", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task SetRole_SignedInUser_EndsTheSessionAtOnce()
    {
        var name = NewName(Role.Supervisor);
        using var client = await SignedInAsync(Role.Supervisor, name);

        Assert.Empty(await Accounts.SetRoleAsync(name, Role.Viewer));

        using var answer = await client.GetAsync(new Uri("/settings/profile", UriKind.Relative));
        Assert.Equal("/signin", answer.Headers.Location?.AbsolutePath);
    }

    private Accounts Accounts => _server.Services.GetRequiredService<Accounts>();

    private static bool IsAsset(string route) => Path.HasExtension(route) && route != "/_framework/blazor.web.js";

    private static string NewName(Role role) => $"{role}{Guid.NewGuid():N}"[..20];

    private Task<HttpClient> SignedInAsync(Role role) => SignedInAsync(role, NewName(role));

    private async Task<HttpClient> SignedInAsync(Role role, string name)
    {
        Assert.Empty(await Accounts.AddAsync(name, role, "given once only"));
        Assert.Empty(await Accounts.ChangePasswordAsync(name, "given once only", "chosen by themselves"));
        return await _server.SignedInAsync(name, "chosen by themselves");
    }

    private async Task<string> NewKeyAsync(Role role)
    {
        var (key, refusal) = await _server.Services.GetRequiredService<ApiKeys>().CreateAsync($"key {Guid.NewGuid():N}", role, "test", TimeSpan.FromDays(1));
        return key ?? throw new InvalidOperationException(refusal);
    }
}
