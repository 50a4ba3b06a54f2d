using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Runs;

/// <summary>What the pages about runs read.</summary>
public sealed class RunQueries
{
    private const int MostChildren = 200;

    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly DefinitionCatalog _catalog;

    internal RunQueries(IDbContextFactory<EngineDbContext> contexts, DefinitionCatalog catalog) => (_contexts, _catalog) = (contexts, catalog);

    /// <summary>One page of runs, newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one that a page of this list gave.</exception>
    public async Task<Page<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var query = Matching(context.Runs, filter);
        if (filter.Cursor is { } cursor)
        {
            var before = Cursor.Read(cursor).Number;
            query = query.Where(run => run.Number < before);
        }

        var limit = Math.Clamp(filter.Limit, 1, 200);
        var rows = await query.OrderByDescending(run => run.Number).Take(limit + 1).ToListAsync(cancellation);
        var page = rows.Take(limit).ToList();
        var ids = page.Select(run => run.Id).ToList();
        var states = await context.Tasks.Where(task => ids.Contains(task.RunId) && task.Superseded == 0)
            .Select(task => new TaskMark(task.RunId, task.StepId, task.State)).ToListAsync(cancellation);
        var byRun = states.ToLookup(mark => mark.RunId);
        return new Page<RunSummary>(
            [.. page.Select(run => RunRecords.Summary(run, _catalog.Find(run.DefinitionHash), [.. byRun[run.Id]]))],
            rows.Count > limit ? Cursor.Write(0, page[^1].Number) : null);
    }

    /// <summary>One run, or null.</summary>
    public async Task<RunDetail?> GetAsync(RunId id, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var run = await context.Runs.FirstOrDefaultAsync(row => row.Id == id, cancellation);
        if (run is null)
        {
            return null;
        }

        var tasks = await context.Tasks.Where(task => task.RunId == id && task.Superseded == 0).ToListAsync(cancellation);
        var open = await context.Reviews.Where(review => review.RunId == id && review.State == ReviewState.Open)
            .OrderBy(review => review.Number).ToListAsync(cancellation);
        var artifacts = await context.Artifacts.Where(artifact => artifact.RunId == id).OrderBy(artifact => artifact.CreatedAt).ToListAsync(cancellation);
        var links = await LinksAsync(context, run, cancellation);
        return RunRecords.Detail(run, _catalog.Find(run.DefinitionHash), tasks, open, artifacts) with
        {
            Parent = links.Parent,
            Children = links.Children,
            Unstarted = links.Unstarted,
        };
    }

    /// <summary>The run of a task, or null.</summary>
    public async Task<RunId?> RunOfAsync(TaskId id, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var found = await context.Tasks.Where(task => task.Id == id).Select(task => task.RunId).ToListAsync(cancellation);
        return found.Count == 0 ? null : found[0];
    }

    private static async Task<(RunLink? Parent, IReadOnlyList<RunLink> Children, IReadOnlyList<UnstartedRun> Unstarted)> LinksAsync(
        EngineDbContext context, RunRow run, CancellationToken cancellation)
    {
        var parent = run.ParentRunId is { } id ? await context.Runs.FirstOrDefaultAsync(row => row.Id == id, cancellation) : null;
        var children = await context.Runs.Where(row => row.ParentRunId == run.Id).OrderByDescending(row => row.Number).Take(MostChildren).ToListAsync(cancellation);
        var refused = await context.History.Where(entry => entry.RunId == run.Id && entry.Kind == "next" && entry.Trigger == "Refuse")
            .OrderBy(entry => entry.Seq).ToListAsync(cancellation);
        return (
            parent is null ? null : RunRecords.Link(parent, run.ParentTaskId),
            [.. children.OrderBy(child => child.Number).Select(child => RunRecords.Link(child, child.ParentTaskId))],
            [.. refused.Select(RunRecords.Unstarted)]);
    }

    private static IQueryable<RunRow> Matching(IQueryable<RunRow> query, RunFilter filter)
    {
        query = filter.State is { } state ? query.Where(run => run.State == state) : query;
        query = filter.Workflow is { } workflow ? query.Where(run => run.Workflow == workflow) : query;
        query = filter.StartedBy is { } by ? query.Where(run => run.StartedBy == by) : query;
        query = filter.Since is { } since ? query.Where(run => run.CreatedAt >= since) : query;
        return filter.Search is { Length: > 0 } search
            ? query.Where(run => EF.Functions.Like(run.Title, LikePattern.Containing(search), LikePattern.Escape))
            : query;
    }
}
