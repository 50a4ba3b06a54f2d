using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Engine.Activities;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
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

    [Fact]
    public async Task DryRun_File_KeepsToTheSettings()
    {
        var file = _folder.File("letter.yaml");
        await File.WriteAllTextAsync(_folder.File("greeting.txt"), "Dear all");
        await File.WriteAllTextAsync(file, "name: letter\nsteps:\n  - { id: draft, uses: template, with: { templateFile: greeting.txt }, review: { due: { within: 4h, calendar: office } } }\noutput: { text: \"{{steps.draft.output.text}}\" }\n");
        var settings = new Dictionary<string, string> { ["Templates__Directory"] = _folder.Path, ["Calendars__office__TimeZone"] = "UTC", ["Calendars__office__Hours"] = "Mon-Sun 00:00-24:00" };

        var (code, said, errors) = await RunAsync(settings, "run", file, "--dry-run", "--json");
        Assert.True(code == 0, said + errors);
        Assert.Equal("Dear all", EngineJson.Parse(said).GetProperty("output").GetProperty("text").GetString());

        (code, _, errors) = await RunAsync("run", file, "--dry-run");
        Assert.Equal((1, true), (code, errors.Contains("office", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Run_NameGivenTwice_IsRefusedInOneSentence()
    {
        var (code, _, errors) = await RunAsync("run", "quick", "--input", "a=1", "--input", "a=2");

        Assert.Equal((1, "--input a is there 2 times: give each name once, a list as JSON."), (code, errors));
    }

    [Fact]
    public async Task Wait_ServerThatIsBusyAndRestarts_IsToldTheRunAndWaitsOn()
    {
        var asked = 0;
        await using var server = await FakeServer.StartAsync(async context =>
        {
            switch (Interlocked.Increment(ref asked))
            {
                case 1 or 3:
                    (context.Response.StatusCode, context.Response.ContentType) = (asked == 1 ? 503 : 429, "application/problem+json");
                    await context.Response.WriteAsync("""{"detail":"busy"}""");
                    break;
                case 4:
                    context.Abort();
                    break;
                default:
                    await context.Response.WriteAsync($$"""{"id":"0198a000-0000-7000-8000-000000000000","state":"{{(asked < 5 ? "Running" : "Completed")}}","error":null}""");
                    break;
            }
        });

        var (code, said, errors) = await RunAsync("run", "quick", "--wait", "--server", server.Address, "--key", "x");

        Assert.True(code == 0, errors);
        Assert.Contains("quick: Completed", said, StringComparison.Ordinal);
        Assert.Contains("0198a000-0000-7000-8000-000000000000", errors, StringComparison.Ordinal);
        Assert.Equal(["POST", "POST", "GET", "GET", "GET"], server.Requests.Select(request => request.Method));
        Assert.All(server.Requests, request => Assert.DoesNotContain("waitSeconds", request.Path, StringComparison.Ordinal));
        Assert.Single(server.Requests.Where(request => request.Method == "POST").Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task KeysCreate_WithAnOwner_CountsAsThatPerson()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.StopAsync();
        Dictionary<string, string> settings = new() { ["Storage__Directory"] = server.DataDirectory, ["Workflows__Directory"] = server.WorkflowsDirectory };

        var refused = await RunAsync(settings, "keys", "create", "--name", "script", "--role", "supervisor", "--owner", "nobody");
        var made = await RunAsync(settings, "keys", "create", "--name", "script", "--role", "supervisor", "--owner", "Admin");

        Assert.Equal((1, true), (refused.Code, refused.Errors.Contains("There is no user nobody", StringComparison.Ordinal)));
        Assert.True(made.Code == 0, made.Errors);
        await server.StartAgainAsync();
        Assert.Equal(DashboardServer.AdminName, (await server.Services.GetRequiredService<ApiKeys>().FindAsync(made.Output))!.Owner);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(Nothing, arguments);

    private async Task<(int Code, string Output, string Errors)> RunAsync(Dictionary<string, string> settings, params string[] arguments)
    {
        await using var program = ProgramRun.Start(settings, _folder.File(""), arguments);
        var code = await program.EndAsync();
        return (code, program.Output, program.Errors);
    }
}
