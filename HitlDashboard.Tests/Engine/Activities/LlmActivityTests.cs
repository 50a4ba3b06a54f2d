using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

public sealed class LlmActivityTests
{
    private const string Key = "sk-canary-7f3a";

    private static readonly object Schema = new
    {
        type = "object",
        required = new[] { "label", "confidence" },
        properties = new { label = new { type = "string" }, confidence = new { type = "number" } },
    };

    [Fact]
    public async Task RunAsync_Prompt_GivesTextAndUsage()
    {
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, "Good morning"));
        using var inner = Open(server);

        var output = await new Activity(inner).OutputAsync(new { prompt = "Greet", system = "You are short.", temperature = 0.5 });

        Assert.Equal("Good morning", output.GetProperty("text").GetString());
        Assert.Equal((11, 7), (output.GetProperty("usage").GetProperty("inputTokens").GetInt32(), output.GetProperty("usage").GetProperty("outputTokens").GetInt32()));
        Assert.Equal(JsonValueKind.Null, output.GetProperty("confidence").ValueKind);
        var asked = Assert.Single(server.Requests);
        var body = EngineJson.Parse(asked.Body);
        Assert.Equal(("/v1/chat/completions", $"Bearer {Key}", "small"), (asked.Path, asked.Headers["Authorization"], body.GetProperty("model").GetString()));
        Assert.Equal(0.5, body.GetProperty("temperature").GetDouble());
        Assert.Equal(["system", "user"], body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));
    }

    [Theory]
    [InlineData("""{"label":"bug","confidence":0.8}""")]
    [InlineData("```json\n{\"label\":\"bug\",\"confidence\":0.8}\n```")]
    public async Task RunAsync_Schema_GivesCheckedJson(string answer)
    {
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, answer));
        using var inner = Open(server);

        var outcome = await new Activity(inner).RunAsync(new { prompt = "Classify", schema = Schema, model = "large" });

        var produced = Assert.IsType<ActivityOutcome.Produced>(outcome);
        Assert.Equal("bug", produced.Output.GetProperty("json").GetProperty("label").GetString());
        Assert.Equal(0.8, produced.Confidence);
        var body = EngineJson.Parse(Assert.Single(server.Requests).Body);
        Assert.Equal(("json_schema", "large"), (body.GetProperty("response_format").GetProperty("type").GetString(), body.GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData("""{"label":7,"confidence":0.8}""", "label")]
    [InlineData("""{"label":"bug"}""", "confidence")]
    [InlineData("It is a bug.", "not JSON")]
    [InlineData("```", "not JSON")]
    [InlineData("", "not JSON")]
    public async Task RunAsync_AnswerAgainstTheSchema_FailsAndMayBeRepeated(string answer, string told)
    {
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, answer));
        using var inner = Open(server);

        var failure = await new Activity(inner).FailureAsync(new { prompt = "Classify", schema = Schema });

        Assert.Equal(("schema", true), (failure.Code, failure.Retryable));
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EndpointWithoutSchemas_IsAskedForAnObject()
    {
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, """{"label":"bug","confidence":1}"""), body => body.Contains("json_schema", StringComparison.Ordinal) ? 400 : 200);
        using var inner = Open(server);

        await new Activity(inner).OutputAsync(new { prompt = "Classify", schema = Schema });

        Assert.Equal(["json_schema", "json_object"], server.Requests.Select(asked => EngineJson.Parse(asked.Body).GetProperty("response_format").GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData(null, "small")]
    [InlineData("http://127.0.0.1:9/v1", null)]
    [InlineData("http://127.0.0.1:9/v1", "")]
    public async Task RunAsync_NotConfigured_SaysWhatToSet(string? endpoint, string? model)
    {
        using var inner = new LlmActivity(new LlmOptions { Endpoint = endpoint is null ? null : new Uri(endpoint), Model = model }, Activity.NoSecrets, TimeProvider.System);

        var failure = await new Activity(inner).FailureAsync(new { prompt = "Greet" });

        Assert.Equal(("llm-not-configured", false), (failure.Code, failure.Retryable));
        Assert.Contains("Llm:Endpoint", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Llm:Model", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task RunAsync_EndpointRefuses_FailsWithoutItsWords(int status, bool retryable)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "3";
            return context.Response.WriteAsJsonAsync(new { error = new { message = $"Incorrect API key provided: {Key}" } });
        });
        using var inner = Open(server);

        var failure = await new Activity(inner).FailureAsync(new { prompt = "Greet" });

        Assert.Equal(($"http {status}", retryable), (failure.Code, failure.Retryable));
        Assert.Equal(retryable ? TimeSpan.FromSeconds(3) : null, failure.RetryAfter);
        Assert.DoesNotContain(Key, failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task RunAsync_NobodyListens_IsANetworkFailure()
    {
        var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        using var inner = Open(server);
        await server.DisposeAsync();

        var failure = await new Activity(inner).FailureAsync(new { prompt = "Greet" });

        Assert.Equal(("network", true), (failure.Code, failure.Retryable));
    }

    [Theory]
    [InlineData("<html>hello</html>", "bad-output")]
    [InlineData("", "bad-output")]
    [InlineData("{}", "bad-output")]
    [InlineData("[1]", "bad-output")]
    [InlineData("""{"choices":[]}""", "bad-output")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"length","message":{"role":"assistant","content":"half"}}]}""", "truncated")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"content_filter","message":{"role":"assistant","content":""}}]}""", "refused")]
    [InlineData("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":null,"refusal":"No."}}]}""", "refused")]
    public async Task RunAsync_StrangeAnswer_IsAFailure(string body, string code)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });
        using var inner = Open(server);

        Assert.Equal(code, (await new Activity(inner).FailureAsync(new { prompt = "Greet" })).Code);
    }

    [Fact]
    public async Task RunAsync_AnswerWithoutUsage_CountsNothing()
    {
        await using var server = await FakeServer.StartAsync(context =>
            context.Response.WriteAsync("""{"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Hi"}}]}"""));
        using var inner = Open(server);

        Assert.Equal(0, (await new Activity(inner).OutputAsync(new { prompt = "Greet" })).GetProperty("usage").GetProperty("inputTokens").GetInt32());
    }

    [Fact]
    public async Task RunAsync_EndlessAnswer_IsCutOff()
    {
        await using var server = await FakeServer.StartAsync(context => AnswerAsync(context, new string('x', 50_000)));
        using var inner = Open(server, options => options with { MaxResponseBytes = 20_000 });

        Assert.Equal("response-too-large", (await new Activity(inner).FailureAsync(new { prompt = "Greet" })).Code);
    }

    [Fact]
    public async Task RunAsync_NoAnswerInTime_FailsAndMayBeRepeated()
    {
        await using var server = await FakeServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var inner = Open(server, options => options with { Timeout = TimeSpan.FromMilliseconds(50) });

        var failure = await new Activity(inner).FailureAsync(new { prompt = "Greet" });

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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Activity(inner).RunAsync(new { prompt = "Greet" }, cancel.Token));
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "prompt": "" }""")]
    [InlineData("""{ "prompt": "x", "temperature": 3 }""")]
    [InlineData("""{ "prompt": "x", "schema": { "type": "nothing" } }""")]
    [InlineData("""{ "prompt": "x", "images": ["file:///etc/passwd"] }""")]
    public async Task RunAsync_UnusableInput_IsRefused(string with)
    {
        using var inner = new LlmActivity(new LlmOptions { Endpoint = new Uri("http://127.0.0.1:9/v1"), Model = "small" }, Activity.NoSecrets, TimeProvider.System);

        Assert.Equal("bad-input", (await new Activity(inner).FailureAsync(EngineJson.Parse(with))).Code);
    }

    [Fact]
    public void ToString_Key_IsNotTold() =>
        Assert.DoesNotContain(Key, $"{new LlmOptions { ApiKey = Key }}", StringComparison.Ordinal);

    private static LlmActivity Open(FakeServer server, Func<LlmOptions, LlmOptions>? change = null)
    {
        var options = new LlmOptions { Endpoint = new Uri(server.Address + "/v1"), Model = "small", ApiKey = Key };
        return new LlmActivity(change?.Invoke(options) ?? options, Activity.NoSecrets, TimeProvider.System);
    }

    private static Task AnswerAsync(HttpContext context, string content) => context.Response.WriteAsJsonAsync(new
    {
        id = "c1",
        @object = "chat.completion",
        created = 1,
        model = "small",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content } } },
        usage = new { prompt_tokens = 11, completion_tokens = 7, total_tokens = 18 },
    });
}
