using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Workflows;

/// <summary>What the pages about workflows read.</summary>
public sealed class WorkflowQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly DefinitionCatalog _catalog;

    internal WorkflowQueries(IDbContextFactory<EngineDbContext> contexts, DefinitionCatalog catalog) => (_contexts, _catalog) = (contexts, catalog);

    /// <summary>Every workflow, by name.</summary>
    public async Task<IReadOnlyList<WorkflowSummary>> ListAsync(CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Workflows.OrderBy(workflow => workflow.Name).ToListAsync(cancellation);
        var open = await OpenRuns(context).GroupBy(run => run.Workflow)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(pair => pair.Key, pair => pair.Count, cancellation);
        return [.. rows.Select(row => Summary(row, open.GetValueOrDefault(row.Name)))];
    }

    /// <summary>One workflow, or null.</summary>
    public async Task<WorkflowDetail?> GetAsync(string name, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var row = await context.Workflows.FirstOrDefaultAsync(workflow => workflow.Name == name, cancellation);
        if (row is null)
        {
            return null;
        }

        var versions = await context.Definitions.Where(definition => definition.Name == name)
            .OrderByDescending(definition => definition.CreatedAt).ToListAsync(cancellation);
        var open = await OpenRuns(context).Where(run => run.Workflow == name).GroupBy(run => run.DefinitionHash)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(pair => pair.Key, pair => pair.Count, cancellation);
        var definition = row.Hash is null ? null : _catalog.Find(row.Hash);
        var schedules = await context.Schedules.Where(schedule => schedule.Workflow == name).ToListAsync(cancellation);
        return new WorkflowDetail
        {
            Summary = Summary(row, open.Values.Sum()),
            Definition = definition,
            Schedules = [.. (definition?.Schedule ?? []).Select(schedule => ScheduleRecords.Detail(schedule, schedules.Find(found => found.Name == schedule.Name)))],
            BrokenSource = row.BrokenSource,
            Versions = [.. versions.Select(version => new WorkflowVersion(version.Hash, version.CreatedAt, version.CreatedBy, open.GetValueOrDefault(version.Hash)))],
        };
    }

    private static IQueryable<RunRow> OpenRuns(EngineDbContext context) =>
        context.Runs.Where(run => run.State == RunState.Running || run.State == RunState.Paused);

    private static WorkflowSummary Summary(WorkflowRow row, int openRuns) => new()
    {
        Name = row.Name,
        Title = row.Title,
        Description = row.Description,
        Version = row.Hash,
        Errors = row.Errors is { } errors ? EngineJson.Read<IReadOnlyList<DefinitionError>>(errors) : [],
        OpenRuns = openRuns,
        UpdatedAt = row.UpdatedAt,
    };
}
