using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Workflows;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Bench;

/// <summary>The real engine on a real file in a folder of its own, without a web host.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string? _ownFolder;

    private BenchEngine(ServiceProvider services, string? ownFolder) => (_services, _ownFolder) = (services, ownFolder);

    public static Actor Supervisor { get; } = new("bench", Role.Admin);

    /// <summary>Starts an engine with one workflow.</summary>
    /// <param name="yaml">The workflow.</param>
    /// <param name="instead">Takes the place of <c>set</c>, or null.</param>
    /// <param name="kept">A folder that stays; null for one that goes with the engine.</param>
    /// <param name="concurrency">Activities at once.</param>
    public static async Task<BenchEngine> StartAsync(string yaml, IActivity? instead = null, string? kept = null, int concurrency = 1000)
    {
        var folder = kept ?? Directory.CreateTempSubdirectory("hitl-bench-").FullName;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        services.AddHitlEngine(new EngineOptions { Directory = folder, MaxConcurrency = concurrency, TellsOutside = false });
        services.AddSingleton<IEventBus, CountingBus>();
        if (instead is not null)
        {
            services.Remove(services.First(service => service.ImplementationType == typeof(SetActivity)));
            services.AddSingleton(instead);
        }

        var engine = new BenchEngine(services.BuildServiceProvider(), kept is null ? folder : null);
        foreach (var hosted in engine._services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        var saved = await engine.Get<SaveWorkflow>().ExecuteAsync(yaml, "bench.yaml", null, Supervisor);
        return saved.Refused is null ? engine : throw new InvalidOperationException(saved.Refused.Message + saved.Refused.Details);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }
}
