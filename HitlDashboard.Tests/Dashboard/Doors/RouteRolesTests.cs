using System.Net.Http.Headers;
using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>Who may use which route. A route without a row fails.</summary>
public sealed class RouteRolesTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private static readonly Dictionary<string, Role?> Least = new(StringComparer.Ordinal)
    {
        ["GET /api/workflows"] = Role.Viewer,
        ["GET /api/workflows/{name}"] = Role.Viewer,
        ["PUT /api/workflows/{name}"] = Role.Admin,
        ["POST /api/workflows/validate"] = Role.Viewer,
        ["POST /api/workflows/{name}/runs"] = Role.Operator,
        ["GET /api/runs"] = Role.Viewer,
        ["GET /api/runs/{id:guid}"] = Role.Viewer,
        ["GET /api/runs/{id:guid}/events"] = Role.Viewer,
        ["POST /api/runs/{id:guid}/pause"] = Role.Operator,
        ["POST /api/runs/{id:guid}/resume"] = Role.Operator,
        ["POST /api/runs/{id:guid}/cancel"] = Role.Operator,
        ["POST /api/runs/{id:guid}/signals/{name}"] = Role.Operator,
        ["POST /api/tasks/{id:guid}/retry"] = Role.Operator,
        ["POST /api/tasks/{id:guid}/skip"] = Role.Operator,
        ["PUT /api/tasks/{id:guid}/input"] = Role.Operator,
        ["GET /api/reviews"] = Role.Viewer,
        ["GET /api/reviews/{id:guid}"] = Role.Viewer,
        ["POST /api/reviews/{id:guid}/approve"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/reject"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/amend"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/send-back"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/undo"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/claim"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/release"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/delegate"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/defer"] = Role.Supervisor,
        ["POST /api/reviews/{id:guid}/comments"] = Role.Operator,
        ["POST /api/reviews/{id:guid}/escalate"] = Role.Supervisor,
        ["POST /api/reviews/decisions"] = Role.Supervisor,
        ["GET /api/absences"] = Role.Viewer,
        ["POST /api/absences"] = Role.Supervisor,
        ["DELETE /api/absences/{id:guid}"] = Role.Supervisor,
        ["GET /api/artifacts/{id:guid}"] = Role.Viewer,
        ["GET /api/audit/anchor"] = Role.Viewer,
        ["GET /api/events"] = Role.Viewer,
        ["GET /openapi/{documentName:regex(^v1$)}.json"] = Role.Viewer,
        ["* /hubs/live/negotiate"] = Role.Viewer,
        ["* /hubs/live"] = Role.Viewer,
        ["POST /api/workflows/{name}/dry-run"] = Role.Operator,
        ["GET /health/ready"] = null,
        ["GET /health/live"] = null,
    };

    [Fact]
    public void Routes_EachOne_HasARow() => Assert.Equal(Least.Keys.Order(), Routes().Order());

    [Fact]
    public async Task Routes_EveryRole_GetsInOrIsToldWhatIsMissing()
    {
        var wrong = new List<string>();
        foreach (var (route, least) in Least)
        {
            foreach (var caller in new[] { "nobody" }.Concat(Enum.GetValues<Role>().Select(Policies.NameOf)))
            {
                var (status, problem) = await AskAsync(route, caller);
                var expected = Expected(least, Policies.RoleOf(caller));
                var isRight = expected is null ? status is not (401 or 403) : status == expected;
                var isNamed = expected != 403 || problem!.Value.Text("missingRole") == Policies.NameOf(least!.Value);
                if (!isRight || !isNamed || status >= 500)
                {
                    wrong.Add($"{caller}: {route} answered {status}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    private static int? Expected(Role? least, Role? caller) => (least, caller) switch
    {
        (null, _) => null,
        (_, null) => 401,
        var (needed, role) => Policies.Includes(role.Value, needed.Value) ? null : 403,
    };

    private async Task<(int Status, JsonElement? Problem)> AskAsync(string route, string caller)
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = pattern.Replace("{id:guid}", Guid.Empty.ToString()).Replace("{name}", "nothing").Replace("{documentName:regex(^v1$)}", "v1");
        using var request = new HttpRequestMessage(method == "*" ? HttpMethod.Get : new HttpMethod(method), new Uri(path, UriKind.Relative));
        using var response = await doors.As(caller).Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var status = (int)response.StatusCode;
        if (status is 401 or 403)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(status == 401 ? [new AuthenticationHeaderValue("Bearer")] : [], response.Headers.WwwAuthenticate);
            return (status, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
        }

        return (status, null);
    }

    private IEnumerable<string> Routes() => doors.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Select(endpoint => (Endpoint: endpoint, Path: "/" + endpoint.RoutePattern.RawText!.TrimStart('/')))
        .Where(route => new[] { "/api", "/openapi", "/hubs", "/health" }.Any(door => route.Path.StartsWith(door, StringComparison.Ordinal)))
        .SelectMany(route => (route.Endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method != "OPTIONS").DefaultIfEmpty("*")
            .Select(method => $"{method} {route.Path.TrimEnd('/')}")).Distinct();
}
