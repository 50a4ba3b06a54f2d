using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

/// <summary>The verb as a process of its own, with and without a server.</summary>
public sealed class RunVerbTests : IDisposable
{
    private const string Yaml = """
        name: letter
        steps:
          - { id: facts, uses: http, with: { url: "https://example.invalid" } }
          - { id: draft, uses: set, with: { text: "Dear {{input.who}}, {{steps.facts.output.body}}" }, review: { title: "To {{input.who}}" } }
        output: { text: "{{steps.draft.output.text}}" }
        """;

    private static readonly Dictionary<string, string> Nothing = [];
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DryRun_File_NeedsNoServer()
    {
        var (file, outputs) = (_folder.File("letter.yaml"), _folder.File("outputs.json"));
        await File.WriteAllTextAsync(file, Yaml);
        await File.WriteAllTextAsync(outputs, """{ "facts": { "body": "all is well" } }""");

        var (code, said, _) = await RunAsync("run", file, "--dry-run", "--input", "who=Ann", "--outputs", outputs);
        Assert.Equal(0, code);
        Assert.Contains("Completed", said, StringComparison.Ordinal);
        Assert.Contains("Asks default: To Ann (draft, round 1, risk medium): approve", said, StringComparison.Ordinal);

        (code, said, _) = await RunAsync("run", file, "--dry-run", "--input", "who=Ann");
        Assert.Equal(1, code);
        Assert.Contains("need an output (--outputs FILE): facts", said, StringComparison.Ordinal);

        (code, said, _) = await RunAsync("run", file, "--dry-run", "--input", "who=Ann", "--outputs", outputs, "--json");
        Assert.Equal("Dear Ann, all is well", EngineJson.Parse(said).GetProperty("output").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Run_Server_StartsWaitsAndTellsTheEnd()
    {
        await using var server = await DashboardServer.StartAsync();
        using var client = server.WithKey();
        foreach (var yaml in new[] { Yaml, "name: quick\nsteps:\n  - { id: a, uses: set, with: { n: '{{input.n}}' } }\n" })
        {
            using var text = new StringContent(yaml);
            using var saved = await client.PutAsync(new Uri($"/api/workflows/{(yaml == Yaml ? "letter" : "quick")}", UriKind.Relative), text);
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        }

        string[] there = ["--server", server.BaseAddress.ToString(), "--key", DashboardServer.AdminKey];
        Assert.Equal(0, (await RunAsync(["run", "quick", "--wait", "--input", "n=1", .. there])).Code);
        Assert.Equal(1, (await RunAsync(["run", "quick", "--wait", .. there])).Code);
        Assert.Equal(1, (await RunAsync(["run", "letter", "--dry-run", "--input", "who=Ann", .. there])).Code);
        var (code, _, errors) = await RunAsync(["run", "nothing", .. there]);
        Assert.Equal((1, true), (code, errors.Contains("There is no workflow 'nothing'", StringComparison.Ordinal)));
        (code, _, errors) = await RunAsync("run", "quick", "--server", server.BaseAddress.ToString(), "--key", "wrong");
        Assert.Equal((1, true), (code, errors.Contains("API key", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_NobodyAnswers_ExitsWithThree()
    {
        var (code, _, errors) = await RunAsync("run", "quick", "--server", "http://127.0.0.1:9", "--key", "x");

        Assert.Equal(3, code);
        Assert.Contains("HITL_SERVER", errors, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var program = ProgramRun.Start(Nothing, _folder.File(""), arguments);
        var code = await program.EndAsync();
        return (code, program.Output, program.Errors);
    }
}
