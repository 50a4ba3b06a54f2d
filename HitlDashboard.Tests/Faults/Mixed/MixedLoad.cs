using System.Collections.Concurrent;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>A real server and a crowd that does everything at once with the same few reviews.</summary>
internal sealed class MixedLoad : IAsyncDisposable
{
    public const int People = 6;
    private const int Live = 8;

    // The search for an order takes at most 128 operations; those that are under way come on top.
    private const int Much = 32;
    private const string Workflow = """
        name: mixed
        steps:
          - id: draft
            uses: set
            with: { text: "{{input.text}}" }
            review: { show: { kind: json, value: "{{output}}" }, edit: [text], queue: editors, rounds: 3 }
          - { id: after, uses: set, with: { text: "{{steps.draft.output.text}}" } }
        """;

    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<ReviewOperation>> _histories = new();
    private readonly ConcurrentDictionary<Guid, Guid> _runs = new();
    private readonly ConcurrentDictionary<Guid, ConcurrentQueue<ReviewOperation>> _cancels = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly List<Guid> _live = [];

    private MixedLoad(DashboardServer server) => Server = server;

    public DashboardServer Server { get; }

    /// <summary>The people: name and key.</summary>
    public IReadOnlyList<(string Name, string Key)> Crowd { get; private set; } = [];

    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>What was asked about each review; what was done to a run was done to each of its reviews.</summary>
    public IEnumerable<(Guid Review, IReadOnlyList<ReviewOperation> Operations)> Histories =>
        _histories.Select(pair => (pair.Key, (IReadOnlyList<ReviewOperation>)[.. pair.Value, .. _cancels.GetValueOrDefault(_runs[pair.Key]) ?? []]));

    public static async Task<MixedLoad> StartAsync()
    {
        var load = new MixedLoad(await DashboardServer.StartAsync(new Dictionary<string, string?> { ["Api:RequestsPerSecond"] = "1000000", ["Api:Burst"] = "1000000" }));
        var crowd = new List<(string, string)>();
        for (var number = 0; number < People; number++)
        {
            crowd.Add(($"person-{number}", (await load.Server.Services.GetRequiredService<ApiKeys>().CreateAsync($"person-{number}", Role.Supervisor, "test", null)).Key!));
        }

        load.Crowd = crowd;
        using var admin = load.Server.WithKey();
        (await new DoorCaller(admin).PutYamlAsync("/api/workflows/mixed", Workflow)).Is(200);
        return load;
    }

    public void Complain(string what) => _wrong.Enqueue(what);

    public void Know(Guid run, Guid review)
    {
        _runs[review] = run;
        if (_histories.TryAdd(review, new()))
        {
            lock (_live)
            {
                _live.Add(review);
            }
        }
    }

    /// <summary>One of the few that everybody works on, or null where there should be more of them. A review that much was said about makes room.</summary>
    public Guid? Pick(Random chance)
    {
        lock (_live)
        {
            _live.RemoveAll(review => _histories[review].Count >= Much);
            return _live.Count < Live && chance.Next(Live) >= _live.Count ? null : _live.Count == 0 ? null : _live[chance.Next(_live.Count)];
        }
    }

    public Guid RunOf(Guid review) => _runs[review];

    public void Note(Guid review, ReviewOperation operation)
    {
        var history = _histories[review];
        if (operation.Verb != "read" || history.Count < Much + 8)
        {
            history.Enqueue(operation);
        }
    }

    public void NoteCancel(Guid run, ReviewOperation operation)
    {
        // Whoever was told that the run had ended learnt nothing about its reviews.
        if (operation.Heard != "wrong-state")
        {
            _cancels.GetOrAdd(run, _ => new()).Enqueue(operation);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
