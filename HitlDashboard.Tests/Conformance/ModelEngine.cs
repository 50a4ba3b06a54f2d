using HitlDashboard.Engine;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Tests.Conformance;

/// <summary>The engine's ledger on a real file, with nobody who executes, and a clock that stands still: what happens is what the test does.</summary>
internal sealed class ModelEngine : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private ServiceProvider _services = null!;

    public FixedClock Clock { get; } = new(FixedClock.Noon);

    public string Database => _folder.File("hitl.db");

    public TaskLedger Ledger => Get<TaskLedger>();

    public OutcomeRules Rules => Get<OutcomeRules>();

    public static async Task<ModelEngine> StartAsync()
    {
        var engine = new ModelEngine();
        await DatabaseSchema.PrepareAsync(engine.Database, CancellationToken.None);
        engine.Open();
        return engine;
    }

    /// <summary>Lets time go by, for everybody.</summary>
    public void Pass(TimeSpan time)
    {
        lock (Clock)
        {
            Clock.Now += time;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Forgets every picture in memory: the next command sees only what the tables say.</summary>
    public async Task RestartAsync()
    {
        Ledger.Close();
        await _services.DisposeAsync();
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        Ledger.Close();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private void Open()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddHitlEngine(new EngineOptions { Directory = _folder.Path, TellsOutside = false });
        _services = services.BuildServiceProvider();
        Ledger.Open();
    }
}
