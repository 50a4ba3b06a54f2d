using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>The real engine on a given folder; only its effects go to a file.</summary>
internal sealed class CrashEngine : IAsyncDisposable
{
    private static readonly Actor Ana = new("ana", Role.Admin);
    private readonly ServiceProvider _services;

    private readonly string _reading;

    private CrashEngine(ServiceProvider services, string folder) => (_services, _reading) = (services, $"Data Source={Path.Combine(folder, "hitl.db")};Mode=ReadOnly");

    /// <param name="folder">The data folder.</param>
    /// <param name="effect">Takes the key of every effect; null writes them to a file in the folder.</param>
    public static async Task<CrashEngine> StartAsync(string folder, Action<string>? effect = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddHitlEngine(new EngineOptions { Directory = folder, Sweep = TimeSpan.FromMilliseconds(500), TellsOutside = false });
        services.Remove(services.First(service => service.ImplementationType == typeof(ProcessActivity)));
        services.AddSingleton<IActivity>(new EffectActivity(effect ?? EffectActivity.In(Path.Combine(folder, "effects.log"))));
        var engine = new CrashEngine(services.BuildServiceProvider(), folder);
        foreach (var hosted in engine._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        var saved = await engine.Get<SaveWorkflow>().ExecuteAsync(CrashWorkflow.Yaml, "crash.yaml", null, Ana);
        return saved.Refused is null ? engine : throw new InvalidOperationException($"{saved.Refused.Message} {saved.Refused.Details}");
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Waits until no run is unfinished.</summary>
    public async Task QuietAsync()
    {
        while (await ReadAsync("SELECT Id FROM Runs WHERE State IN ('Running', 'Paused') LIMIT 1") is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public Task<Answer<RunId>> StartRunAsync(string name) =>
        UntilTakenAsync(() => Get<StartRun>().ExecuteAsync("crash", EngineJson.From(new { name }), Ana, key: Key("start", name)));

    public Task<Answer<DecisionResult>> DecideAsync(string what, string name, DecisionRequest request) =>
        UntilTakenAsync(() => Get<DecideReview>().ExecuteAsync(request, Ana, Key(what, name)));

    public Task<Answer<ReviewState>> UndoAsync(string name, ReviewId review) =>
        UntilTakenAsync(() => Get<DecideReview>().UndoAsync(review, Ana, Key("undo", name)));

    /// <summary>The review of a run in a round, once it is asked.</summary>
    public async Task<ReviewId> AskedAsync(RunId run, int round)
    {
        while (true)
        {
            if (await ReadAsync("SELECT Id FROM Reviews WHERE RunId = $0 AND Round = $1 AND State = 'Open'", ValueConversions.Bytes(run.Value), round) is { } review)
            {
                return new ReviewId(review);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    /// <summary>As callers do: what a failing disk refused is asked again, with the same key.</summary>
    private static async Task<Answer<T>> UntilTakenAsync<T>(Func<Task<Answer<T>>> ask)
    {
        var answer = await ask();
        while (answer.Refused is { Code: "storage-failed" })
        {
            answer = await ask();
        }

        return answer;
    }

    private static IdempotencyKey Key(string what, string name) => new($"{what} {name}", name);

    // Not the engine's own queries: they take longer to get ready than a host lives.
    private async Task<Guid?> ReadAsync(string sql, params object[] values)
    {
        await using var connection = new SqliteConnection(_reading);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var place = 0; place < values.Length; place++)
        {
            command.Parameters.AddWithValue($"${place}", values[place]);
        }

        return await command.ExecuteScalarAsync() is byte[] id ? ValueConversions.Id(id) : null;
    }
}
