using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>A real server that does not slow anybody down, with something of everything that an address can name.</summary>
public sealed class FuzzedServer : IAsyncLifetime
{
    private HttpClient? _client;

    public DashboardServer Server { get; private set; } = null!;

    public DoorCaller Admin => new(_client!);

    public async Task InitializeAsync()
    {
        Server = await DashboardServer.StartAsync(new Dictionary<string, string?> { ["Api:RequestsPerSecond"] = "1000000", ["Api:Burst"] = "1000000" });
        _client = Server.WithKey();
        (await Admin.PutYamlAsync("/api/workflows/note", DoorsFixture.Note)).Is(200);
    }

    /// <summary>The address with something in place of each name in braces: a run that waits, its task, its review.</summary>
    public async Task<string> FillAsync(string pattern)
    {
        var (run, task, review) = await AskAsync();
        var id = pattern.Contains("/tasks/", StringComparison.Ordinal) ? task : pattern.Contains("/reviews/", StringComparison.Ordinal) ? review : run;
        return pattern.Replace("{id}", id).Replace("{name}", "note");
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<(string Run, string Task, string Review)> AskAsync()
    {
        var run = (await Admin.PostAsync("/api/workflows/note/runs", new { input = new { text = "hello" } })).Is(201).Json.Text("id");
        (string, string, string)? found = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var shown = (await Admin.GetAsync("/api/runs/" + run)).Is(200).Json;
                found = shown.Items("awaiting") is [var review] ? (run, shown.Items("tasks")[0].Text("id"), review.Text("reviewId")) : null;
                return found is not null;
            },
            "the run waits for a person");
        return found!.Value;
    }
}
