using System.Net;
using System.Net.Sockets;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

public sealed class StartTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_AnyFolderAndEnvironment_ServesItsAssetsAndStopsCleanly()
    {
        var port = FreePort();
        await using var server = Run(new() { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}", ["BROWSER"] = "/usr/bin/firefox" });
        await server.ReadyAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var live = await client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
        using var theme = await client.GetAsync(new Uri("/_content/Radzen.Blazor/css/material-base.css", UriKind.Relative));
        using var script = await client.GetAsync(new Uri("/_framework/blazor.web.js", UriKind.Relative));
        var exitCode = await server.StopAsync();

        Assert.Equal("live", live);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (theme.StatusCode, script.StatusCode));
        Assert.Contains("/setup?token=", server.Output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Serve_SecondServerOnTheSameData_NamesTheFirst()
    {
        await using var first = Run(new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" });
        await first.ReadyAsync();

        await using var second = Run(new() { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" });

        Assert.Equal(1, await second.EndAsync());
        Assert.Contains($"in use by the process {first.Id}", OneLine(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortInUse_SaysSoInOneSentence_AndHasBegunNothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Directory.CreateDirectory(_folder.File("data"));
        var database = _folder.File("data/hitl.db");
        ReleasedFile.Write(database);

        await using var server = Run(new() { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" });

        Assert.Equal(1, await server.EndAsync());
        Assert.Contains($"{port}", OneLine(server), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);

        // What a dead process held was given back at most; of the tasks that are due none was begun.
        const string begun = "SELECT COUNT(*) FROM History WHERE \"To\" = 'Running' AND Kind = 'task'";
        ReleasedFile.Write(_folder.File("before.db"));
        Assert.NotEqual(["0"], ReleasedFile.Read(_folder.File("before.db"), begun));
        Assert.Equal(ReleasedFile.Read(_folder.File("before.db"), begun), ReleasedFile.Read(database, begun));
    }

    [Fact]
    public async Task Serve_DataFolderIsAFile_SaysSoInOneSentence()
    {
        var file = _folder.File("file");
        await File.WriteAllTextAsync(file, "");

        await using var server = Run(new() { ["Storage__Directory"] = file });

        Assert.Equal(1, await server.EndAsync());
        Assert.Contains("cannot be written", OneLine(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WrongSettings_ListsAllOfThem()
    {
        await using var server = Run(new() { ["Storage__Directry"] = "x", ["Engine__MaxConcurrency"] = "many", ["Bootstrap__ApiKey"] = "short" });

        Assert.Equal(1, await server.EndAsync());
        Assert.Equal(3, server.Errors.Split('\n').Length);
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve", "--nonsense")]
    [InlineData("validate")]
    public async Task WrongUsage_Always_ShowsHelpAndEndsWithTwo(params string[] arguments)
    {
        await using var run = Run([], arguments);

        Assert.Equal(2, await run.EndAsync());
        Assert.Contains("validate", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysCreate_NoServer_PrintsAKeyThatTheServerAccepts()
    {
        await using var keys = Run([], "keys", "create", "--name", "script", "--role", "viewer");
        Assert.Equal(0, await keys.EndAsync());
        var port = FreePort();
        await using var server = Run(new() { ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}" });
        await server.ReadyAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        client.DefaultRequestHeaders.Authorization = new("Bearer", keys.Output);

        using var runs = await client.GetAsync(new Uri("/api/runs", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, runs.StatusCode);
    }

    private static string OneLine(ProgramRun run) => Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private ProgramRun Run(Dictionary<string, string> environment, params string[] arguments)
    {
        var all = new Dictionary<string, string> { ["Storage__Directory"] = _folder.File("data"), ["Workflows__Directory"] = _folder.File("workflows") };
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        return ProgramRun.Start(all, _folder.Path, arguments);
    }
}
