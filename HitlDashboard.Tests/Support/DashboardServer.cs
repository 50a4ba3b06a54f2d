using System.Net.Http.Headers;
using HitlDashboard.App;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Support;

/// <summary>The real application on a free loopback port with a data folder of its own, an administrator and an administrator's key.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    public const string AdminName = "admin";
    public const string AdminPassword = "correct horse battery";
    public const string AdminKey = "test-key-0123456789-0123456789-0123456789";

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly StringWriter _console = new();
    private WebApplication? _app;

    private DashboardServer(IReadOnlyDictionary<string, string?>? settings)
    {
        Directory.CreateDirectory(WorkflowsDirectory);
        _settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Storage:Directory"] = DataDirectory,
            ["Engine:DrainSeconds"] = "0",
            ["Workflows:Directory"] = WorkflowsDirectory,
            ["Bootstrap:AdminPassword"] = AdminPassword,
            ["Bootstrap:ApiKey"] = AdminKey,
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>())
        {
            _settings[key] = value;
        }
    }

    public Uri BaseAddress { get; private set; } = null!;

    public string DataDirectory => _folder.File("data");

    /// <summary>Empty at the start; the engine watches it.</summary>
    public string WorkflowsDirectory => _folder.File("workflows");

    public IServiceProvider Services => _app!.Services;

    /// <summary>What the start printed.</summary>
    public string Console => _console.ToString();

    /// <param name="settings">Settings that win over the ones of this class; a null value unsets one.</param>
    public static async Task<DashboardServer> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        var server = new DashboardServer(settings);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts after <see cref="StopAsync"/>, with the same data and at the same address.</summary>
    public async Task StartAgainAsync()
    {
        _app = DashboardHost.Build(new StartOptions(Settings: _settings));
        await DashboardHost.StartAsync(_app, _console, CancellationToken.None);
        BaseAddress = new Uri(_app.Urls.First());
        _settings["urls"] = BaseAddress.ToString();
    }

    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
        }
    }

    /// <summary>Not signed in; keeps cookies, follows no redirects.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = Eventually.Deadline }) { BaseAddress = BaseAddress };

    /// <summary>With an API key, by default the administrator's.</summary>
    public HttpClient WithKey(string key = AdminKey)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A browser's session, by default the administrator's.</summary>
    public async Task<HttpClient> SignedInAsync(string name = AdminName, string password = AdminPassword)
    {
        var client = Anonymous();
        using var answer = await client.PostFormAsync("/signin", new() { ["name"] = name, ["password"] = password });
        return answer.StatusCode == System.Net.HttpStatusCode.Redirect
            ? client
            : throw new InvalidOperationException($"Sign-in of {name} answered {(int)answer.StatusCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        await _console.DisposeAsync();
    }
}
