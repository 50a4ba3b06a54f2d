using HitlDashboard.Engine;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Tests.Support;

/// <summary>A real engine on a real database file in a folder of its own. <see cref="RestartAsync"/> stops it and starts it on the same folder.</summary>
public sealed class EngineHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Action<IServiceCollection>? _more;
    private Action<IServiceCollection>? _instead;
    private Func<EngineOptions, EngineOptions> _options = options => options;
    private ServiceProvider _services = null!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("hitl-engine-").FullName;

    public Actor Ana { get; } = new("ana", Role.Admin);

    public Actor Ben { get; } = new("ben", Role.Supervisor);

    /// <param name="more">Services that the engine finds and does not replace.</param>
    /// <param name="options">Changes the settings; asked at every start.</param>
    /// <param name="instead">Replaces services of the engine.</param>
    public static async Task<EngineHarness> StartAsync(
        Action<IServiceCollection>? more = null, Func<EngineOptions, EngineOptions>? options = null, Action<IServiceCollection>? instead = null)
    {
        var harness = new EngineHarness { _more = more, _instead = instead };
        harness._options = options ?? harness._options;
        await harness.OpenAsync();
        return harness;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <param name="meanwhile">What happens while it is down.</param>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await CloseAsync();
        meanwhile?.Invoke();
        await OpenAsync();
    }

    public async Task SaveAsync(string yaml)
    {
        var answer = await Get<SaveWorkflow>().ExecuteAsync(yaml, "test.yaml", null, Ana);
        Assert.True(answer.Refused is null, $"{answer.Refused?.Message} {answer.Refused?.Details}");
    }

    public async Task<RunId> RunAsync(string workflow, object? input = null)
    {
        var answer = await Get<StartRun>().ExecuteAsync(workflow, EngineJson.From(input ?? new { }), Ana);
        Assert.True(answer.Refused is null, answer.Refused?.Message);
        return answer.Value;
    }

    /// <summary>Saves, starts and waits for the end.</summary>
    public async Task<RunDetail> CompleteAsync(string yaml, string workflow, object? input = null)
    {
        await SaveAsync(yaml);
        return await UntilFinalAsync(await RunAsync(workflow, input));
    }

    public Task<RunDetail> UntilFinalAsync(RunId id) => UntilAsync(id, run => RunTransitions.IsFinal(run.Summary.State));

    /// <summary>Waits for a fact about a run.</summary>
    public async Task<RunDetail> UntilAsync(RunId id, Func<RunDetail, bool> fact)
    {
        var deadline = DateTimeOffset.UtcNow + Patience;
        while (true)
        {
            var run = (await Get<RunQueries>().GetAsync(id))!;
            if (fact(run))
            {
                return run;
            }

            Assert.True(DateTimeOffset.UtcNow < deadline && !RunTransitions.IsFinal(run.Summary.State), $"The run is {run.Summary.State}: {EngineJson.Write(run.Tasks)}");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until the run asks somebody, and gives the newest open review.</summary>
    public async Task<ReviewDetail> ReviewAsync(RunId id, int atLeast = 1)
    {
        var run = await UntilAsync(id, found => found.Awaiting.Count >= atLeast);
        return (await Get<ReviewQueries>().GetAsync(run.Awaiting[^1].ReviewId))!;
    }

    public Task<Answer<DecisionResult>> DecideAsync(
        ReviewDetail review, Verdict verdict, object? output = null, string? reason = null, int undo = 0, Actor? by = null) =>
        Get<DecideReview>().ExecuteAsync(
            new DecisionRequest
            {
                ReviewId = review.Item.Id,
                Version = review.Item.Version,
                Digest = review.Digest,
                Verdict = verdict,
                Reason = reason,
                Output = output is null ? null : EngineJson.From(output),
                UndoSeconds = undo,
            },
            by ?? Ben);

    /// <summary>The run's history, an entry a line.</summary>
    public async Task<IReadOnlyList<string>> StoryAsync(RunId id)
    {
        var entries = await Get<HistoryQueries>().AfterAsync(id, 0, 1000);
        return [.. entries.Select(entry => $"{entry.Kind} {entry.Trigger} {entry.From}>{entry.To}")];
    }

    /// <summary>Holds the database against the engine's invariants.</summary>
    public void IsSound() => Assert.Empty(DatabaseVerification.Verify(Path.Combine(Folder, "hitl.db"), isQuick: true).Violations);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task OpenAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        _more?.Invoke(services);
        services.AddHitlEngine(_options(new EngineOptions { Directory = Folder, Sweep = TimeSpan.FromSeconds(1), Drain = TimeSpan.Zero }));
        _instead?.Invoke(services);
        _services = services.BuildServiceProvider();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    private async Task CloseAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}
