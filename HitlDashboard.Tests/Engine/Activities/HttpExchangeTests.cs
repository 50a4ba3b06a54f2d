using System.Text;
using HitlDashboard.Engine.Activities;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>Redirects, sizes and time.</summary>
public sealed class HttpExchangeTests
{
    [Fact]
    public async Task RunAsync_RedirectElsewhere_DropsCredentials()
    {
        await using var target = await FakeServer.StartAsync(context => context.Response.WriteAsync("there"));
        await using var server = await FakeServer.StartAsync(context => Redirect(context, 307, target.Address + "/end"));
        using var inner = Open(server, target);
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer t", ["X-Api-Key"] = "k", ["Cookie"] = "c=1", ["Accept"] = "text/plain" };

        var output = await new Activity(inner).OutputAsync(new { method = "POST", url = server.Address, headers, body = "text" });

        Assert.Equal("there", output.GetProperty("body").GetString());
        var asked = Assert.Single(target.Requests);
        Assert.Equal(("POST", "/end", "text", "text/plain"), (asked.Method, asked.Path, asked.Body, asked.Headers["Accept"]));
        Assert.Empty(asked.Headers.Keys.Intersect(["Authorization", "X-Api-Key", "Cookie"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task RunAsync_RedirectOnTheSameServer_KeepsHeaders()
    {
        await using var server = await FakeServer.StartAsync(context =>
            context.Request.Path == "/end" ? context.Response.WriteAsync("end") : Redirect(context, 302, "/end"));
        using var inner = Open(server);

        await new Activity(inner).OutputAsync(new { method = "POST", url = server.Address + "/start", headers = new Dictionary<string, string> { ["X-Api-Key"] = "k" }, body = "text" });

        var last = server.Requests.Last();
        Assert.Equal(("GET", "/end", "k", ""), (last.Method, last.Path, last.Headers["X-Api-Key"], last.Body));
    }

    [Fact]
    public async Task RunAsync_RedirectInside_IsRefused()
    {
        await using var secret = await FakeServer.StartAsync(context => context.Response.WriteAsync("metadata"));
        await using var server = await FakeServer.StartAsync(context => Redirect(context, 302, secret.Address));
        using var inner = Open(server);

        var failure = await new Activity(inner).FailureAsync(new { url = server.Address });

        Assert.Equal("not-allowed", failure.Code);
        Assert.Contains(secret.HostAndPort, failure.Message, StringComparison.Ordinal);
        Assert.Empty(secret.Requests);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.com/")]
    [InlineData("http://user:word@example.com/")]
    public async Task RunAsync_RedirectToSomethingElse_IsRefused(string target)
    {
        await using var server = await FakeServer.StartAsync(context => Redirect(context, 302, target));
        using var inner = Open(server);

        Assert.Equal("not-allowed", (await new Activity(inner).FailureAsync(new { url = server.Address })).Code);
    }

    [Fact]
    public async Task RunAsync_RedirectsWithoutEnd_StopAfterThree()
    {
        await using var server = await FakeServer.StartAsync(context => Redirect(context, 302, "/again"));
        using var inner = Open(server);

        Assert.Equal("redirects", (await new Activity(inner).FailureAsync(new { url = server.Address })).Code);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_EndlessBody_IsCutOff(bool announced)
    {
        await using var server = await FakeServer.StartAsync(context => StreamAsync(context, 40_000, announced));
        using var inner = Open(server, new HttpOptions { MaxBodyBytes = 10_000 });

        Assert.Equal("response-too-large", (await new Activity(inner).FailureAsync(new { url = server.Address })).Code);
    }

    [Fact]
    public async Task RunAsync_Save_StoresMoreThanAnOutputHolds()
    {
        await using var server = await FakeServer.StartAsync(context => StreamAsync(context, 40_000, announced: false));
        using var inner = Open(server, new HttpOptions { MaxBodyBytes = 10_000 });
        var http = new Activity(inner);

        var output = await http.OutputAsync(new { url = server.Address, save = "figures.csv" });

        Assert.False(output.TryGetProperty("body", out _));
        Assert.Equal(("figures.csv", "text/csv", 40_000), (output.GetProperty("artifact").GetProperty("name").GetString(), output.GetProperty("artifact").GetProperty("mediaType").GetString(), output.GetProperty("artifact").GetProperty("size").GetInt32()));
        Assert.Equal(new string('x', 40_000), Encoding.UTF8.GetString(http.Stored["figures.csv"]));
    }

    [Fact]
    public async Task RunAsync_NoAnswerInTime_FailsAndMayBeRepeated()
    {
        await using var server = await FakeServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var inner = Open(server);

        var failure = await new Activity(inner).FailureAsync(new { url = server.Address, timeout = "50ms" });

        Assert.Equal(("timeout", true), (failure.Code, failure.Retryable));
    }

    [Fact]
    public async Task RunAsync_Cancelled_LetsItPass()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await FakeServer.StartAsync(context =>
        {
            cancel.Cancel();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var inner = Open(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Activity(inner).RunAsync(new { url = server.Address }, cancel.Token));
    }

    private static HttpActivity Open(params FakeServer[] servers)
    {
        var options = new HttpOptions { AllowedHosts = [.. servers.Select(server => server.HostAndPort)] };
        return new HttpActivity(new OutboundGuard(options), options, TimeProvider.System);
    }

    private static HttpActivity Open(FakeServer server, HttpOptions limits)
    {
        var options = limits with { AllowedHosts = [server.HostAndPort] };
        return new HttpActivity(new OutboundGuard(options), options, TimeProvider.System);
    }

    private static Task Redirect(HttpContext context, int status, string target)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target;
        return Task.CompletedTask;
    }

    private static async Task StreamAsync(HttpContext context, int length, bool announced)
    {
        context.Response.ContentType = "text/csv";
        context.Response.ContentLength = announced ? length : null;
        for (var sent = 0; sent < length; sent += 1000)
        {
            await context.Response.WriteAsync(new string('x', 1000));
        }
    }
}
