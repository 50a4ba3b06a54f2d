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
    private readonly string _folder;

    private BenchEngine(ServiceProvider services, string folder) => (_services, _folder) = (services, folder);

    public static Actor Supervisor { get; } = new("bench", Role.Admin);

    public static async Task<BenchEngine> StartAsync(string yaml, IActivity? instead = null)
    {
        var folder = Directory.CreateTempSubdirectory("hitl-bench-").FullName;
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        services.AddHitlEngine(new EngineOptions { Directory = folder, MaxConcurrency = 1000, TellsOutside = false });
        services.AddSingleton<IEventBus, CountingBus>();
        if (instead is not null)
        {
            services.Remove(services.First(service => service.ImplementationType == typeof(SetActivity)));
            services.AddSingleton(instead);
        }

        var engine = new BenchEngine(services.BuildServiceProvider(), folder);
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
        Directory.Delete(_folder, recursive: true);
    }
}
