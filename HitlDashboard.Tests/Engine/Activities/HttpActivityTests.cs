using System.Text.Json;
using HitlDashboard.Engine.Activities;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

public sealed class HttpActivityTests : IDisposable
{
    private readonly HttpActivity inner;
    private readonly Activity http;

    public HttpActivityTests()
    {
        var options = new HttpOptions { AllowPrivateNetworks = true };
        inner = new HttpActivity(new OutboundGuard(options), options, TimeProvider.System);
        http = new Activity(inner);
    }

    [Fact]
    public async Task RunAsync_Get_GivesStatusHeadersAndJson()
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.Headers["X-Figure"] = "7";
            context.Response.Headers.SetCookie = "session=secret";
            return context.Response.WriteAsJsonAsync(new { total = 3 });
        });

        var output = await http.OutputAsync(new { url = server.Address + "/figures?year=2030", query = new { q = "a&b ü", page = 2 }, headers = new Dictionary<string, string> { ["X-Api-Key"] = "k" } });

        Assert.Equal(200, output.GetProperty("status").GetInt32());
        Assert.Equal("7", output.GetProperty("headers").GetProperty("x-figure").GetString());
        Assert.False(output.GetProperty("headers").TryGetProperty("set-cookie", out _));
        Assert.Equal(3, output.GetProperty("body").GetProperty("total").GetInt32());
        var asked = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/figures?year=2030&q=a%26b%20%C3%BC&page=2", "k"), (asked.Method, asked.Path, asked.Headers["X-Api-Key"]));
        Assert.False(asked.Headers.ContainsKey("Idempotency-Key"));
    }

    [Fact]
    public async Task RunAsync_PostOfAnObject_SendsJsonWithAKey()
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync("thanks"));

        var output = await http.OutputAsync(new { method = "POST", url = server.Address, body = new { name = "Zoë", tags = new[] { 1, 2 } } });

        Assert.Equal("thanks", output.GetProperty("body").GetString());
        var asked = Assert.Single(server.Requests);
        Assert.Equal("application/json; charset=utf-8", asked.Headers["Content-Type"]);
        Assert.Equal("Zoë", JsonDocument.Parse(asked.Body).RootElement.GetProperty("name").GetString());
        Assert.Equal($"{http.TaskId}:1", asked.Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task RunAsync_PostOfText_SendsItAsItIs()
    {
        await using var server = await FakeServer.StartAsync(context => context.Response.WriteAsync(""));

        var output = await http.OutputAsync(new { method = "put", url = server.Address, body = "a=1", headers = new Dictionary<string, string> { ["content-type"] = "application/x-www-form-urlencoded" } });

        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
        var asked = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "a=1", "application/x-www-form-urlencoded"), (asked.Method, asked.Body, asked.Headers["Content-Type"]));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public async Task RunAsync_UnexpectedStatus_FailsWithItsCode(int status, bool retryable)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "17";
            return context.Response.WriteAsync("inside information");
        });

        var failure = await http.FailureAsync(new { url = server.Address + "/x?key=hidden" });

        Assert.Equal(($"http {status}", retryable), (failure.Code, failure.Retryable));
        Assert.Equal(retryable ? TimeSpan.FromSeconds(17) : null, failure.RetryAfter);
        Assert.DoesNotContain("hidden", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("inside information", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, true)]
    [InlineData(200, false)]
    public async Task RunAsync_Expect_Decides(int status, bool succeeds)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        Assert.Equal(succeeds, await http.RunAsync(new { url = server.Address, expect = new[] { 404, 410 } }) is ActivityOutcome.Produced);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_IsANetworkFailure()
    {
        var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        var address = server.Address;
        await server.DisposeAsync();

        var failure = await http.FailureAsync(new { url = address });

        Assert.Equal(("network", true), (failure.Code, failure.Retryable));
    }

    [Fact]
    public async Task RunAsync_ConnectionBreaksInTheBody_IsANetworkFailure()
    {
        await using var server = await FakeServer.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        Assert.Equal("network", (await http.FailureAsync(new { url = server.Address })).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"a\\udc00\":1}")]
    public async Task RunAsync_JsonThatIsNone_Fails(string body)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/problem+json";
            return context.Response.WriteAsync(body);
        });

        Assert.Equal("bad-output", (await http.FailureAsync(new { url = server.Address })).Code);
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "url": "/relative" }""")]
    [InlineData("""{ "url": "file:///etc/passwd" }""")]
    [InlineData("""{ "url": "gopher://example.com" }""")]
    [InlineData("""{ "url": "http://me:secret@example.com" }""")]
    [InlineData("""{ "url": "http://example.com", "method": "CONNECT" }""")]
    [InlineData("""{ "url": "http://example.com", "headers": { "Host": "other.example" } }""")]
    [InlineData("""{ "url": "http://example.com", "headers": { "X-A": "a\r\nX-B: b" } }""")]
    [InlineData("""{ "url": "http://example.com", "headers": { "X A": "a" } }""")]
    [InlineData("""{ "url": "http://example.com", "save": "../../x" }""")]
    [InlineData("""{ "url": "http://example.com", "timeout": "soon" }""")]
    [InlineData("""{ "url": "http://example.com", "timeout": "40d" }""")]
    public async Task RunAsync_UnusableInput_IsRefused(string with)
    {
        var failure = await http.FailureAsync(JsonDocument.Parse(with).RootElement);

        Assert.Equal(("bad-input", false), (failure.Code, failure.Retryable));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => inner.Dispose();
}
