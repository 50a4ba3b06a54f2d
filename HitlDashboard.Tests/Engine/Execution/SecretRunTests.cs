using System.Net;
using System.Text;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Engine.Activities;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Secrets reach what a step calls and starts, and nothing that is kept: after every test the whole folder and the whole log are searched.</summary>
public sealed class SecretRunTests : IAsyncLifetime
{
    private const string Value = "s3cr3t \"q\"/+value-4711";
    private const string Reference = "[secret DEPLOY_TOKEN]";

    private readonly KeptLog _log = new();
    private readonly TempFolder _files = new();
    private EngineHarness _engine = null!;
    private FakeServer _echo = null!;

    public async Task InitializeAsync()
    {
        _echo = await FakeServer.StartAsync(EchoAsync, body => body.Contains("please fail", StringComparison.Ordinal) ? 500 : 200);
        await File.WriteAllTextAsync(_files.File("from-file"), "file-based-secret\n");
        _engine = await EngineHarness.StartAsync(services => services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log))
            .AddSingleton(new SecretOptions { Values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["DEPLOY_TOKEN"] = Value, ["short"] = "abc" }, Directory = _files.File("") })
            .AddSingleton(new HttpOptions { AllowPrivateNetworks = true })
            .AddSingleton(new LlmOptions { Endpoint = new Uri(_echo.Address + "/v1"), Model = "small" })
            .AddSingleton(new ProcessOptions { Allowed = ["sh"] }));
    }

    public async Task DisposeAsync()
    {
        await _echo.DisposeAsync();
        await _engine.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("done", RunState.Completed)]
    [InlineData("please fail", RunState.Failed)]
    public async Task Http_HeaderQueryAndBody_AreSent_AndComeBackAsReferences(string body, RunState end)
    {
        var run = await RunAsync($$$"""
            name: sends
            steps:
              - id: call
                uses: http
                with: { url: "{{{_echo.Address}}}/x", method: POST, headers: { X-Token: "Bearer {{secrets.DEPLOY_TOKEN}}" }, query: { key: "{{secrets.from-file}}" }, body: "{{{body}}} {{secrets.DEPLOY_TOKEN}}" }
            """);

        var asked = Assert.Single(_echo.Requests);
        Assert.Contains(Value, asked.Body, StringComparison.Ordinal);
        Assert.Contains("key=file-based-secret", asked.Path, StringComparison.Ordinal);
        Assert.Equal(end, run.Summary.State);
        Assert.Equal(end == RunState.Completed, run.Tasks[0].Output?.GetRawText().Contains(Reference, StringComparison.Ordinal) == true);
        await NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("echo \"$TOKEN\"; echo \"$TOKEN\" | base64", RunState.Completed)]
    [InlineData("echo \"$TOKEN\" >&2; exit 3", RunState.Failed)]
    public async Task Process_Environment_IsGiven_AndTakenOutOfWhatItPrints(string script, RunState end)
    {
        var run = await RunAsync($$$"""
            name: starts
            steps:
              - id: go
                uses: process
                with: { command: [sh, -c, '{{{script}}}'], env: { TOKEN: "{{secrets.DEPLOY_TOKEN}}" } }
            """);

        Assert.Equal(end, run.Summary.State);
        Assert.Contains(Reference, end == RunState.Completed ? run.Tasks[0].Output!.Value.GetProperty("stdout").GetString()! : run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Llm_AnswerWithTheSecret_IsReviewedWithoutIt()
    {
        await _engine.SaveAsync("""
            name: asks
            steps:
              - id: ask
                uses: llm
                with: { prompt: "The key is {{secrets.DEPLOY_TOKEN}}" }
                review: { show: { kind: text, value: "{{output.text}}" }, evidence: [{ label: raw, value: "{{json output}}" }] }
            """);

        var review = await _engine.ReviewAsync(await _engine.RunAsync("asks"));

        Assert.Contains(Reference, review.Request.Content.GetString()!, StringComparison.Ordinal);
        Assert.Contains("4711", Assert.Single(_echo.Requests).Body, StringComparison.Ordinal);
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task Artifact_WithTheSecret_IsKeptWithoutIt()
    {
        var run = await RunAsync($$$"""
            name: saves
            steps:
              - id: call
                uses: http
                with: { url: "{{{_echo.Address}}}/x", method: POST, body: "{{secrets.DEPLOY_TOKEN}}", save: answer.bin }
              - { id: shown, uses: set, with: { token: "{{secrets.DEPLOY_TOKEN}}" } }
              - { id: written, uses: template, with: { template: "T={{secrets.DEPLOY_TOKEN}}", file: env.txt } }
            """);

        Assert.Equal(RunState.Completed, run.Summary.State);
        Assert.Equal(Reference, run.Tasks[1].Output!.Value.GetProperty("token").GetString());
        Assert.Equal("T=" + Reference, await File.ReadAllTextAsync(Path.Combine(_engine.Folder, "published", "saves", "env.txt")));
        await NothingIsKeptAsync();
    }

    [Fact]
    public async Task GateBefore_ShowsTheReference_AndWhatRunsGetsTheValue()
    {
        await _engine.SaveAsync($$$"""
            name: gated
            steps:
              - id: call
                uses: http
                with: { url: "{{{_echo.Address}}}/x", method: POST, headers: { X-Token: "Bearer {{secrets.DEPLOY_TOKEN}}" }, body: "{{input.text}}" }
                review: { before: true, show: { kind: json }, edit: [body] }
            """);
        var id = await _engine.RunAsync("gated", new { text = $"an agent wrote {Reference}" });
        var review = await _engine.ReviewAsync(id);

        Assert.Equal("Bearer " + Reference, review.Request.Content.GetProperty("headers").GetProperty("X-Token").GetString());
        await _engine.DecideAsync(review, Verdict.Approve);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);

        var asked = Assert.Single(_echo.Requests);
        Assert.Contains("4711", asked.Headers["X-Token"], StringComparison.Ordinal);
        Assert.Equal($"an agent wrote {Reference}", asked.Body);
        await NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("NOT_SET", "Secrets__NOT_SET")]
    [InlineData("short", "fewer than 8")]
    public async Task Missing_IsAnErrorThatNamesIt(string name, string told)
    {
        var run = await RunAsync($$$"""
            name: misses
            steps:
              - { id: call, uses: http, with: { url: "{{{_echo.Address}}}", headers: { X-Token: "{{secrets.{{{name}}}}}" } } }
            """);

        Assert.Equal("secret-missing", run.Tasks[0].Error!.Code);
        Assert.Contains(told, run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        Assert.Empty(_echo.Requests);
    }

    private Task<RunDetail> RunAsync(string yaml) => _engine.CompleteAsync(yaml, yaml.Split('\n')[0]["name: ".Length..].Trim());

    /// <summary>Says everything back that it was told, in the ways of servers and of models.</summary>
    private static async Task EchoAsync(HttpContext context)
    {
        // Headers carry the value as it is; the body was read before.
        var token = $"{context.Request.Headers["X-Token"]}";
        var text = $"{token} {Value} {Uri.EscapeDataString(Value)} {Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Value))} {WebUtility.HtmlEncode(Value)}";
        context.Response.Headers["X-Echo"] = "file-based-secret";
        await context.Response.WriteAsJsonAsync(new
        {
            id = "1", @object = "chat.completion", created = 1, model = "small", said = text, path = $"{context.Request.QueryString}",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = text } } },
            usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
        });
    }

    private async Task NothingIsKeptAsync()
    {
        // A stopped engine has written everything to its files.
        await _engine.RestartAsync();
        foreach (var file in Directory.EnumerateFiles(_engine.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            AssertClean(file, Encoding.UTF8.GetString(bytes.ToArray()));
        }

        AssertClean("the log", _log.Text);
    }

    private static void AssertClean(string where, string text)
    {
        string[] traces = [Value, "value-4711", "value-4711"[..8], Convert.ToBase64String(Encoding.UTF8.GetBytes(Value))[2..^4], Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + Value))[8..^4], "file-based-secret"];
        Assert.All(traces, trace => Assert.False(text.Contains(trace, StringComparison.Ordinal), $"{where} holds {trace}"));
    }
}
