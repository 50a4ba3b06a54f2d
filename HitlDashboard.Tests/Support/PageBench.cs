using Bunit;
using Bunit.TestDoubles;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Graph;
using HitlDashboard.Inbox;
using HitlDashboard.Live;
using HitlDashboard.SignIn;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Support;

/// <summary>Renders pages on a real database file that a test fills; nothing executes.</summary>
public sealed class PageBench : BunitContext
{
    private readonly TempFolder _folder = new();
    private readonly BunitAuthorizationContext _authorization;

    public PageBench()
    {
        Clock = new FixedClock(FixedClock.Noon);
        DefaultWaitTimeout = Eventually.Deadline;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddHitlEngine(new EngineOptions { Directory = _folder.Path, WorkflowsDirectory = "workflows" });
        Services.AddScoped<LiveUpdates>();
        Services.AddSingleton<WallReader>();
        Services.AddScoped<CurrentActor>();
        Services.AddSingleton(services => new ReviewTargets(services.GetRequiredService<ReviewQueries>()));
        Services.AddSingleton<StepGraphs>();
        _authorization = AddAuthorization();
        SignIn("ana", Policies.Viewer, Policies.Operator, Policies.Supervisor);
        DatabaseSchema.PrepareAsync(Services.GetRequiredService<EngineOptions>().DatabaseFile, CancellationToken.None).GetAwaiter().GetResult();
    }

    public FixedClock Clock { get; }

    public string Folder => _folder.Path;

    public IEventBus Bus => Services.GetRequiredService<IEventBus>();

    public int LiveListeners => Services.GetRequiredService<LiveUpdates>().SubscriberCount;

    public void SignIn(string name, params string[] policies) =>
        _authorization.SetAuthorized(name).SetPolicies(policies).SetRoles(policies[^1]);

    public void SignOut() => _authorization.SetNotAuthorized();

    /// <summary>Adds rows of any table, with the definitions that they need.</summary>
    internal void Fill(params object[] rows)
    {
        using var context = Open();
        foreach (var definition in rows.OfType<WorkflowDefinition>())
        {
            Services.GetRequiredService<DefinitionCatalog>().Remember(definition);
        }

        context.AddRange(rows.Where(row => row is not WorkflowDefinition));
        context.SaveChanges();
    }

    internal void Change(Action<EngineDbContext> change)
    {
        using var context = Open();
        change(context);
    }

    /// <summary>Takes commands from here on, so that buttons do what they say. Fill first: the ledger keeps what it knows.</summary>
    public void TakeCommands() => Services.GetRequiredService<TaskLedger>().Open();

    /// <summary>Makes every reading fail, as a broken database would.</summary>
    public void Break() => Change(context => context.Database.ExecuteSqlRaw("ALTER TABLE Runs RENAME TO Gone"));

    public void Mend() => Change(context => context.Database.ExecuteSqlRaw("ALTER TABLE Gone RENAME TO Runs"));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private EngineDbContext Open() => new(new DbContextOptionsBuilder<EngineDbContext>()
        .UseSqlite($"Data Source={Services.GetRequiredService<EngineOptions>().DatabaseFile}").Options);
}
