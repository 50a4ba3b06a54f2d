using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>A whole engine for one run, in a temporary folder that is gone afterwards: the real planner, ledger and reviews, with stand-ins for everything that acts on the outside.</summary>
internal sealed class DryRunEngine : IAsyncDisposable
{
    /// <summary>In place of a kind for which the ledger itself would wait.</summary>
    private const string StandIn = "dry-run";

    private static readonly Actor Starter = new("dry run", Role.Admin);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hitl-dry-run-");
    private readonly ServiceProvider _services;

    private DryRunEngine(WorkflowDefinition definition, StepOutputs outputs, DryRunSurroundings surroundings)
    {
        var services = new ServiceCollection();
        Clock = new DryRunClock(surroundings.Clock.GetUtcNow());
        services.AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton(surroundings.Templates).AddSingleton(References(definition));
        services.AddHitlEngine(surroundings.Engine with { Directory = _folder.FullName, WorkflowsDirectory = null, MaxConcurrency = 16, TellsOutside = false, AuditKeyFile = null, AuditAnchorFolder = null });
        services.RemoveAll<IActivity>();
        services.AddSingleton<IActivity, SetActivity>().AddSingleton<IActivity, DelayActivity>().AddSingleton<IActivity, TemplateActivity>();
        foreach (var kind in StepKinds.All.Keys.Except(StepOutputs.Harmless).Append(StandIn))
        {
            services.AddSingleton<IActivity>(new ScriptedActivity(kind, outputs));
        }

        _services = services.BuildServiceProvider();
    }

    public DryRunClock Clock { get; }

    public static async Task<DryRunEngine> StartAsync(
        WorkflowDefinition definition, StepOutputs outputs, DryRunSurroundings surroundings, CancellationToken cancellation)
    {
        var engine = new DryRunEngine(definition, outputs, surroundings);
        try
        {
            foreach (var hosted in engine._services.GetServices<IHostedService>())
            {
                await hosted.StartAsync(cancellation);
            }

            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts the run. The input was checked before.</summary>
    public async Task<RunId> RunAsync(WorkflowDefinition definition, System.Text.Json.JsonElement input, CancellationToken cancellation)
    {
        var (ledger, alone, id) = (Get<TaskLedger>(), Alone(definition), RunId.New(Clock));
        await ledger.SubmitAsync(new PublishDefinitionCommand(Starter, alone), cancellation);
        await ledger.SubmitAsync(new StartRunCommand(Starter, id, alone, input, null, 0), cancellation);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await using (var context = await Get<IDbContextFactory<EngineDbContext>>().CreateDbContextAsync())
        {
            SqliteConnection.ClearPool((SqliteConnection)context.Database.GetDbConnection());
        }

        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Nobody here sends signals, no other workflow can run, and none follows.
    private static WorkflowDefinition Alone(WorkflowDefinition definition) => definition with
    {
        Next = [], Schedule = [], Steps = [.. definition.Steps.Select(step => step.Uses is "signal" or "workflow" ? step with { Uses = StandIn } : step)],
    };

    // No secret enters a dry run: each is its own reference.
    private static SecretOptions References(WorkflowDefinition definition) => new()
    {
        Values = definition.Steps.SelectMany(step => step.With.ReadPaths).Where(path => path is { Root: "secrets", Second: not null })
            .Select(path => path.Second!).Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, SecretReference.Of, StringComparer.OrdinalIgnoreCase),
    };
}
