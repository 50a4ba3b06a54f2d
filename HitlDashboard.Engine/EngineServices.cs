using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Analytics;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Execution;
using HitlDashboard.Engine.Health;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HitlDashboard.Engine;

/// <summary>Registers the engine.</summary>
public static class EngineServices
{
    /// <summary>Adds everything that the engine needs. The host starts and stops it.</summary>
    public static IServiceCollection AddHitlEngine(this IServiceCollection services, EngineOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<IEventBus, InProcessEventBus>();
        services.AddSingleton<LocalTaskFeed>().AddSingleton<ITaskFeed>(provider => provider.GetRequiredService<LocalTaskFeed>());
        services.AddSingleton<ExecutionSlots>().AddSingleton<IExecutionSlots>(provider => provider.GetRequiredService<ExecutionSlots>());
        services.AddSingleton(_ => new AuditTrail()).AddSingleton<TaskLedger>().AddSingleton<DefinitionCatalog>();
        services.AddPooledDbContextFactory<EngineDbContext>(context => context
            .UseSqlite($"Data Source={options.DatabaseFile};Mode=ReadOnly")
            // Rows are looked up by their key: the first is the only one.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));
        return services.AddActivities().AddExecution().AddVerbs().AddQueries();
    }

    private static IServiceCollection AddExecution(this IServiceCollection services) => services
        .AddSingleton<TaskDispatcher>().AddSingleton<TaskExecutor>().AddSingleton<OutcomeRules>().AddSingleton<LeaseRenewal>().AddSingleton<LeaseRescuer>()
        .AddSingleton<ScheduleTimer>().AddSingleton<TimerLoop>().AddSingleton<OutboxRelay>().AddSingleton<RetentionLoop>().AddSingleton<AnchorLoop>().AddSingleton<WorkflowFolder>().AddHostedService<EngineHost>();

    private static IServiceCollection AddVerbs(this IServiceCollection services) => services
        .AddSingleton(provider => new StartRun(provider.GetRequiredService<TaskLedger>(), provider.GetRequiredService<DefinitionCatalog>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new SendSignal(provider.GetRequiredService<TaskLedger>()))
        .AddSingleton(provider => new ChangeRun(provider.GetRequiredService<TaskLedger>()))
        .AddSingleton(provider => new ChangeTask(provider.GetRequiredService<TaskLedger>()))
        .AddSingleton(provider => new DecideReview(provider.GetRequiredService<TaskLedger>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ChangeReview(provider.GetRequiredService<TaskLedger>()))
        .AddSingleton(provider => new ChangeAbsence(provider.GetRequiredService<TaskLedger>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new DryRun(
            provider.GetRequiredService<DefinitionCatalog>(), provider.Contexts(),
            new DryRunSurroundings(provider.GetRequiredService<TemplateOptions>(), provider.GetRequiredService<EngineOptions>(), provider.GetRequiredService<TimeProvider>())))
        .AddSingleton(provider => new SaveWorkflow(provider.GetRequiredService<TaskLedger>(), provider.GetRequiredService<EngineOptions>()));

    private static IServiceCollection AddQueries(this IServiceCollection services) => services
        .AddSingleton(provider => new RunQueries(provider.Contexts(), provider.GetRequiredService<DefinitionCatalog>()))
        .AddSingleton(provider => new HistoryQueries(provider.Contexts()))
        .AddSingleton(provider => new ReviewQueries(
            provider.Contexts(), provider.GetRequiredService<DefinitionCatalog>(), provider.GetRequiredService<EngineOptions>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new AbsenceQueries(provider.Contexts(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new WorkflowQueries(provider.Contexts(), provider.GetRequiredService<DefinitionCatalog>()))
        .AddSingleton(provider => new ArtifactQueries(provider.Contexts()))
        .AddSingleton(provider => new EngineHealth(
            provider.GetRequiredService<TaskLedger>(), provider.Contexts(), provider.GetRequiredService<EngineOptions>(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new WallQueries(provider.Contexts(), provider.GetRequiredService<TimeProvider>()));

    private static IDbContextFactory<EngineDbContext> Contexts(this IServiceProvider provider) =>
        provider.GetRequiredService<IDbContextFactory<EngineDbContext>>();
}
