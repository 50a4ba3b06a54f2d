using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Reviews;

/// <summary>What the inbox reads.</summary>
public sealed class ReviewQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly TimeProvider _clock;

    internal ReviewQueries(IDbContextFactory<EngineDbContext> contexts, TimeProvider clock) => (_contexts, _clock) = (contexts, clock);

    /// <summary>One page of reviews.</summary>
    /// <exception cref="FormatException">The cursor is not one that a page of this list gave.</exception>
    public async Task<Page<ReviewListItem>> ListAsync(ReviewFilter filter, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var ordered = ReviewOrder.Apply(Matching(context, filter), filter);
        var limit = Math.Clamp(filter.Limit, 1, 200);
        var rows = await ordered.Take(limit + 1).ToListAsync(cancellation);
        var page = rows.Take(limit).ToList();
        var decisions = await DecisionsAsync(context, page, cancellation);
        return new Page<ReviewListItem>(
            [.. page.Select(row => ReviewRecords.Item(row, decisions))],
            rows.Count > limit ? ReviewOrder.CursorAfter(page[^1], filter.Sort) : null);
    }

    /// <summary>How many reviews match, without regard to limit and cursor.</summary>
    public async Task<int> CountAsync(ReviewFilter filter, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await Matching(context, filter).CountAsync(cancellation);
    }

    /// <summary>One review, or null.</summary>
    public async Task<ReviewDetail?> GetAsync(ReviewId id, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var row = await context.Reviews.FirstOrDefaultAsync(review => review.Id == id, cancellation);
        if (row is null)
        {
            return null;
        }

        // The same step's earlier tasks belong to it too: the run may have gone back behind them.
        var tasks = context.Tasks.Where(task => task.RunId == row.RunId && task.StepId == row.StepId
            && task.Index == context.Tasks.First(own => own.Id == row.TaskId).Index).Select(task => task.Id);
        var earlier = await context.Reviews.Where(review => tasks.Contains(review.TaskId) && review.Id != row.Id && review.CreatedAt < row.CreatedAt)
            .OrderBy(review => review.CreatedAt).ToListAsync(cancellation);
        var runTitle = await context.Runs.Where(run => run.Id == row.RunId).Select(run => run.Title).FirstAsync(cancellation);
        return ReviewRecords.Detail(row, earlier, await DecisionsAsync(context, [row, .. earlier], cancellation), runTitle);
    }

    /// <summary>The names of all queues that ever had a review, in order.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await context.Reviews.Select(review => review.Queue).Distinct().OrderBy(queue => queue).ToListAsync(cancellation);
    }

    private IQueryable<ReviewRow> Matching(EngineDbContext context, ReviewFilter filter)
    {
        // A single state as an equality lets SQLite walk the index that has the right order.
        var states = filter.States.Distinct().ToList();
        var single = states.Count == 1 ? states[0] : (ReviewState?)null;
        var query = single is { } state
            ? context.Reviews.Where(review => review.State == state)
            : context.Reviews.Where(review => states.Contains(review.State));
        var now = _clock.GetUtcNow();
        query = filter.Queue is { } queue ? query.Where(review => review.Queue == queue) : query;
        query = filter.Assignee is { } assignee ? query.Where(review => review.Assignee == assignee) : query;
        query = filter.Workflow is { } workflow ? query.Where(review => review.Workflow == workflow) : query;
        query = filter.Risk is { } risk ? query.Where(review => review.Risk == risk) : query;
        query = filter.Overdue ? query.Where(review => review.DueAt < now) : query;
        return filter.Search is { Length: > 0 } search ? query.Where(review => EF.Functions.Like(review.Title, LikePattern.Containing(search), LikePattern.Escape)) : query;
    }

    private static async Task<IReadOnlyDictionary<DecisionId, DecisionRow>> DecisionsAsync(
        EngineDbContext context, IReadOnlyList<ReviewRow> rows, CancellationToken cancellation)
    {
        var ids = rows.Where(row => row.DecisionId is not null).Select(row => row.DecisionId!.Value).ToList();
        return ids.Count == 0
            ? new Dictionary<DecisionId, DecisionRow>()
            : await context.Decisions.Where(decision => ids.Contains(decision.Id)).ToDictionaryAsync(decision => decision.Id, cancellation);
    }
}
