using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Engine.Activities;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>A message that is cut short in the middle of a secret holds no part of it.</summary>
public sealed class CutSecretTests
{
    private const string Value = "s3cr3t-value-4711-long";

    [Fact]
    public async Task Program_ThatSaysItAtTheCut()
    {
        await using var engine = await StartAsync();

        var run = await engine.CompleteAsync(
            """
            name: says
            steps:
              - id: go
                uses: process
                with: { command: [sh, -c, 'printf "%0590d%s" 0 "$TOKEN" >&2; exit 3'], env: { TOKEN: "{{secrets.TOKEN}}" } }
            """,
            "says");

        Assert.Contains("0000", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_ThatSaysItAtTheCut()
    {
        await using var server = await FakeServer.StartAsync(AnswerAsync);
        await using var engine = await StartAsync(services => services.AddSingleton(new LlmOptions { Endpoint = new Uri(server.Address + "/v1"), Model = "small" }));

        var run = await engine.CompleteAsync(
            """
            name: asks
            steps:
              - id: ask
                uses: llm
                with: { prompt: "The key is {{secrets.TOKEN}}", schema: { type: object, properties: { label: { type: number } } } }
            """,
            "asks");

        Assert.Equal("schema", run.Tasks[0].Error!.Code);
        Assert.Contains("xxxx", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", run.Tasks[0].Error!.Message, StringComparison.Ordinal);
    }

    private static Task<EngineHarness> StartAsync(Action<IServiceCollection>? more = null) => EngineHarness.StartAsync(services =>
    {
        services.AddSingleton(new SecretOptions { Values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["TOKEN"] = Value } })
            .AddSingleton(new ProcessOptions { Allowed = ["sh"] });
        more?.Invoke(services);
    });

    private static Task AnswerAsync(HttpContext context) => context.Response.WriteAsJsonAsync(new
    {
        id = "1", @object = "chat.completion", created = 1, model = "small",
        choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = EngineJson.Write(new { label = new string('x', 68) + Value }) } } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });
}
