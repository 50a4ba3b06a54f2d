using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Engine.Activities;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Tests.Faults;

/// <summary>SIGTERM to the real process while an activity waits for an answer that the test holds back.</summary>
public sealed class ShutdownTests : IAsyncLifetime
{
    private const string Key = "shutdown-key-0123456789-0123456789-0123456";
    private const string Stopping = "Stopping: nothing new begins";

    private readonly TempFolder _folder = new();
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HttpClient _client;
    private FakeServer _page = null!;

    public ShutdownTests()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"), DefaultRequestHeaders = { Authorization = new("Bearer", Key) } };
    }

    private string Database => Path.Combine(_folder.File("data"), "hitl.db");

    public async Task InitializeAsync()
    {
        _page = await FakeServer.StartAsync(_ => _answer.Task);
        Directory.CreateDirectory(_folder.File("workflows"));
        await File.WriteAllTextAsync(
            Path.Combine(_folder.File("workflows"), "slow.yaml"),
            $"name: slow\nsteps:\n  - {{ id: ask, uses: http, with: {{ url: '{_page.Address}/' }}, retry: {{ attempts: 1 }} }}\n  - {{ id: after, uses: set, with: {{ done: true }} }}\n");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.File("workflows"), "letter.yaml"), "name: letter\nsteps:\n  - { id: draft, uses: set, with: { text: a }, review: { queue: q } }\n");
    }

    public async Task DisposeAsync()
    {
        _answer.TrySetResult();
        _client.Dispose();
        await _page.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sigterm_LetsARunningActivityEnd_BeginsNothingNew_AndKeepsAStagedDecision()
    {
        await using var server = await StartAsync(drainSeconds: 600);
        await RunningAsync();
        var review = await StageAsync();

        await server.SignalAsync("TERM");
        await SaysStoppingAsync(server);
        _answer.SetResult();

        Assert.Equal(0, await server.EndAsync());
        Assert.Equal(["after Pending 0 0", "ask Completed 1 0"], Tasks("slow"));
        Assert.Equal(["Staged"], Read("SELECT State FROM Reviews", row => row.GetString(0)));
        Assert.Empty(DatabaseVerification.Verify(Database).Violations);
        await using var again = await StartAsync(drainSeconds: 0);
        var shown = await _client.GetFromJsonAsync<JsonElement>($"/api/reviews/{review}");
        Assert.Contains(shown.GetProperty("state").GetString(), new[] { "staged", "decided" });
        await CompletesAsync("slow");
    }

    [Fact]
    public async Task Sigterm_PastTheLimit_GivesTheTaskBackWithoutCountingTheAttempt()
    {
        await using var server = await StartAsync(drainSeconds: 1);
        await RunningAsync();

        Assert.Equal(0, await server.StopAsync());

        Assert.Equal(["ask Pending 1 1"], Tasks("slow"));
        Assert.Empty(DatabaseVerification.Verify(Database).Violations);
        _answer.SetResult();
        await using var again = await StartAsync(drainSeconds: 0);
        await CompletesAsync("slow");
    }

    [Fact]
    public async Task SecondSignal_EndsAtOnce_AndTheNextStartGoesOn()
    {
        await using var server = await StartAsync(drainSeconds: 600);
        await RunningAsync();
        await server.SignalAsync("TERM");
        await SaysStoppingAsync(server);

        await server.SignalAsync("TERM");

        Assert.NotEqual(0, await server.EndAsync());
        Assert.Equal(["ask Running 1 0"], Tasks("slow"));
        _answer.SetResult();
        await using var again = await StartAsync(drainSeconds: 0);
        await CompletesAsync("slow");
    }

    private async Task<ProgramRun> StartAsync(int drainSeconds)
    {
        var server = ProgramRun.Start(
            new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = _client.BaseAddress!.ToString(),
                ["Storage__Directory"] = _folder.File("data"),
                ["Workflows__Directory"] = _folder.File("workflows"),
                ["Http__AllowPrivateNetworks"] = "true",
                ["Engine__DrainSeconds"] = $"{drainSeconds}",
                ["Bootstrap__ApiKey"] = Key,
            },
            _folder.Path);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Starts a run whose activity has asked the page and waits for its answer.</summary>
    private async Task RunningAsync()
    {
        await PostAsync("/api/workflows/slow/runs", new { });
        await Eventually.IsTrueAsync(() => !_page.Requests.IsEmpty, "the activity runs");
    }

    private async Task<string> StageAsync()
    {
        await PostAsync("/api/workflows/letter/runs", new { });
        string? review = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var open = (await _client.GetFromJsonAsync<JsonElement>("/api/reviews")).GetProperty("items");
                review = open.GetArrayLength() == 1 ? open[0].GetProperty("id").GetString() : null;
                return review is not null;
            },
            "the review is open");
        await PostAsync($"/api/reviews/{review}/approve", new { version = 1, undoSeconds = 60 });
        return review!;
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await _client.PostAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task SaysStoppingAsync(ProgramRun server) =>
        Eventually.IsTrueAsync(() => server.Output.Contains(Stopping, StringComparison.Ordinal), "the server drains");

    private Task CompletesAsync(string workflow) => Eventually.IsTrueAsync(
        async () => (await _client.GetFromJsonAsync<JsonElement>($"/api/runs?workflow={workflow}&state=Completed")).GetProperty("items").GetArrayLength() == 1, $"{workflow} completes");

    private List<string> Tasks(string workflow) => Read(
        $"SELECT StepId || ' ' || t.State || ' ' || Attempt || ' ' || AttemptBase FROM Tasks t JOIN Runs r ON r.Id = t.RunId WHERE r.Workflow = '{workflow}' ORDER BY StepId",
        row => row.GetString(0));

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }
}
