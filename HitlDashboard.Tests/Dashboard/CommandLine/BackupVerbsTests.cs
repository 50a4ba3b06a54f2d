using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using HitlDashboard.Tests.Engine.Persistence;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

/// <summary>The program as an operator uses it: back a running server up, restore elsewhere, start there.</summary>
public sealed class BackupVerbsTests : IDisposable
{
    private const string Key = "backup-key-0123456789-0123456789-0123456789";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Backup_OfARunningServer_RestoredElsewhere_HasItsRunsAccountsAndKeys()
    {
        Directory.CreateDirectory(_folder.File("workflows"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("workflows"), "letter.yaml"), "name: letter\nsteps:\n  - { id: a, uses: template, with: { template: hello, file: a.md } }\n");
        var file = _folder.File("backup.zip");
        var run = "";
        await using (var server = Run("data"))
        {
            await server.ReadyAsync();
            using var client = Client();
            using var answer = await client.PostAsJsonAsync("/api/workflows/letter/runs?waitSeconds=60", new { });
            run = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString()!;
            await using var backup = Run("data", "backup", file);
            Assert.True(await backup.EndAsync() == 0, backup.Errors);
            Assert.Contains("sound", backup.Output, StringComparison.Ordinal);
            await using var intoUse = Run("data", "restore", file);
            Assert.Equal(1, await intoUse.EndAsync());
            Assert.Contains("in use by the process", intoUse.Errors, StringComparison.Ordinal);
            await server.StopAsync();
        }

        await using var restore = Run("elsewhere", "restore", file);
        Assert.True(await restore.EndAsync() == 0, restore.Errors);
        await using var again = Run("elsewhere", "restore", file);
        Assert.Equal(1, await again.EndAsync());
        Assert.Contains("is not empty", again.Errors, StringComparison.Ordinal);
        Assert.Equal(Directory.GetFiles(Path.Combine(_folder.File("data"), "keys")).Select(Path.GetFileName), Directory.GetFiles(Path.Combine(_folder.File("elsewhere"), "keys")).Select(Path.GetFileName));
        await using var restored = Run("elsewhere");
        await restored.ReadyAsync();
        using var other = Client();
        Assert.Equal("Completed", (await other.GetFromJsonAsync<JsonElement>("/api/runs/" + run)).GetProperty("state").GetString());
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(_folder.File("elsewhere"), "published", "letter", "a.md")));
    }

    [Fact]
    public async Task Serve_DatabaseOfANewerVersion_SaysSoInOneSentence()
    {
        Directory.CreateDirectory(_folder.File("data"));
        var database = Path.Combine(_folder.File("data"), "hitl.db");
        ReleasedFile.Write(database);
        ReleasedFile.Execute(database, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0')");

        await using var server = Run("data");

        Assert.Equal(1, await server.EndAsync());
        Assert.Contains("newer version of this program", Assert.Single(server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private readonly int _port = FreePort();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private HttpClient Client() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}"), DefaultRequestHeaders = { Authorization = new("Bearer", Key) } };

    private ProgramRun Run(string data, params string[] arguments) => ProgramRun.Start(
        new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{_port}",
            ["Storage__Directory"] = _folder.File(data),
            ["Workflows__Directory"] = _folder.File("workflows"),
            ["Bootstrap__ApiKey"] = Key,
        },
        _folder.Path, arguments);
}
