using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>A server with a key for each role and a few small workflows.</summary>
public sealed class DoorsFixture : IAsyncLifetime
{
    public const string Note = """
        name: note
        title: Note
        input: { type: object, required: [text], properties: { text: { type: string } } }
        steps:
          - id: draft
            uses: set
            with: { text: "{{input.text}}", by: nobody }
            output: { schema: { type: object, required: [text], properties: { text: { type: string, minLength: 1 } } } }
            review:
              title: "Check {{input.text}}"
              show: { kind: markdown, value: "{{output.text}}" }
              edit: [text]
              queue: editors
              risk: high
        output: { text: "{{steps.draft.output.text}}" }
        """;

    public const string Echo = """
        name: echo
        title: Echo
        steps:
          - id: say
            uses: set
            with: { text: "{{input.text}}" }
        output: { text: "{{steps.say.output.text}}" }
        """;

    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);

    public DashboardServer Server { get; private set; } = null!;

    public DoorCaller Admin => As("admin");

    public DoorCaller Supervisor => As("supervisor");

    public DoorCaller Operator => As("operator");

    public DoorCaller Viewer => As("viewer");

    public DoorCaller Anonymous => As("nobody");

    public DoorCaller As(string role) => new(_clients[role]);

    /// <summary>How many listen on the bus while no caller does.</summary>
    public int QuietListeners { get; private set; }

    public async Task InitializeAsync()
    {
        Server = await DashboardServer.StartAsync();
        QuietListeners = Server.Services.GetRequiredService<IEventBus>().SubscriberCount;
        _clients["nobody"] = Server.Anonymous();
        foreach (var role in Enum.GetValues<Role>())
        {
            _clients[Policies.NameOf(role)] = Server.WithKey(await KeyAsync("the-" + Policies.NameOf(role), role));
        }

        _clients["other-supervisor"] = Server.WithKey(await KeyAsync("other-supervisor", Role.Supervisor));
        (await Admin.PutYamlAsync("/api/workflows/note", Note)).Is(200);
        (await Admin.PutYamlAsync("/api/workflows/echo", Echo)).Is(200);
    }

    public async Task<string> KeyAsync(string name, Role role) =>
        (await Server.Services.GetRequiredService<ApiKeys>().CreateAsync(name, role, "test", null)).Key!;

    /// <summary>Starts a run that waits for a person, and gives its open review.</summary>
    public async Task<(string Run, string Review)> AskAsync(string text = "hello")
    {
        var run = (await Operator.PostAsync("/api/workflows/note/runs", new { input = new { text } })).Is(201).Json.Text("id");
        return (run, await OpenReviewAsync(run, round: 1));
    }

    public async Task<string> OpenReviewAsync(string run, int round)
    {
        string? review = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var shown = (await Viewer.GetAsync("/api/runs/" + run)).Is(200).Json;
                var awaiting = shown.GetProperty("awaiting");
                review = awaiting.GetArrayLength() == 1 && shown.GetProperty("tasks")[0].GetProperty("round").GetInt32() == round ? awaiting[0].Text("reviewId") : null;
                return review is not null;
            },
            $"round {round} of run {run} waits for a person");
        return review!;
    }

    /// <summary>True once every caller of an earlier test has left: the server notices it after the caller did.</summary>
    public Task IsQuietAsync() => Eventually.IsTrueAsync(
        () => Server.Services.GetRequiredService<IEventBus>().SubscriberCount == QuietListeners, "nobody listens");

    public Task StateAsync(string run, string state) => Eventually.IsTrueAsync(
        async () => (await Viewer.GetAsync("/api/runs/" + run)).Is(200).Json.Text("state") == state, $"run {run} is {state}");

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await Server.DisposeAsync();
    }
}
