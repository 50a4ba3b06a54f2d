using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Reviews;

/// <summary>What the inbox reads.</summary>
public sealed class ReviewQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly DefinitionCatalog _catalog;
    private readonly EngineOptions _options;
    private readonly TimeProvider _clock;

    internal ReviewQueries(IDbContextFactory<EngineDbContext> contexts, DefinitionCatalog catalog, EngineOptions options, TimeProvider clock) =>
        (_contexts, _catalog, _options, _clock) = (contexts, catalog, options, clock);

    /// <summary>One page of reviews.</summary>
    /// <exception cref="FormatException">The cursor is not one that a page of this list gave.</exception>
    public async Task<Page<ReviewListItem>> ListAsync(ReviewFilter filter, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var ordered = ReviewOrder.Apply(await MatchingAsync(context, filter, cancellation), filter);
        var limit = Math.Clamp(filter.Limit, 1, 200);
        var rows = await ordered.Take(limit + 1).ToListAsync(cancellation);
        var page = rows.Take(limit).ToList();
        var around = await AroundAsync(context, page, cancellation);
        return new Page<ReviewListItem>(
            [.. page.Select(row => ReviewRecords.Item(row, around))],
            rows.Count > limit ? ReviewOrder.CursorAfter(page[^1], filter.Sort) : null);
    }

    /// <summary>How many reviews match, without regard to limit and cursor.</summary>
    public async Task<int> CountAsync(ReviewFilter filter, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await (await MatchingAsync(context, filter, cancellation)).CountAsync(cancellation);
    }

    /// <summary>The most urgent review that this person may take up next: open, not deferred, for them or for anyone, nobody else looks at it, not approved by them already. Null where there is none.</summary>
    public async Task<ReviewId?> NextAsync(Actor actor, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await NextReview.FindAsync(context, actor, _clock.GetUtcNow(), cancellation);
    }

    /// <summary>Whether a queue is known: it had a review, a current definition names it, or the settings do. A name that is not is probably mistyped.</summary>
    public async Task<bool> KnowsQueueAsync(string queue, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        if (_options.QueueCalendars.ContainsKey(queue) || await context.Reviews.AnyAsync(review => review.Queue == queue, cancellation))
        {
            return true;
        }

        foreach (var name in await context.Workflows.Where(workflow => workflow.Hash != null).Select(workflow => workflow.Name).ToListAsync(cancellation))
        {
            var reviews = (await _catalog.CurrentAsync(name, cancellation))?.Steps.Select(step => step.Review).OfType<ReviewDefinition>() ?? [];
            if (reviews.Any(review => review.Queue == queue || review.EscalateTo.Contains(queue)))
            {
                return true;
            }
        }

        return false;
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
        var detail = ReviewRecords.Detail(row, earlier, await AroundAsync(context, [row, .. earlier], cancellation), runTitle);
        return detail with
        {
            Approvals = await ApprovalsAsync(context, row, cancellation),
            Comments = await CommentsAsync(context, id, cancellation),
        };
    }

    /// <summary>The names of all queues that ever had a review, in order.</summary>
    public async Task<IReadOnlyList<string>> QueuesAsync(CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await context.Reviews.Select(review => review.Queue).Distinct().OrderBy(queue => queue).ToListAsync(cancellation);
    }

    private async Task<IQueryable<ReviewRow>> MatchingAsync(EngineDbContext context, ReviewFilter filter, CancellationToken cancellation)
    {
        // A single state as an equality lets SQLite walk the index that has the right order.
        var states = filter.States.Distinct().ToList();
        var single = states.Count == 1 ? states[0] : (ReviewState?)null;
        var query = single is { } state
            ? context.Reviews.Where(review => review.State == state)
            : context.Reviews.Where(review => states.Contains(review.State));
        var now = _clock.GetUtcNow();
        query = filter.Queue is { } queue ? query.Where(review => review.Queue == queue) : query;
        query = filter.Workflow is { } workflow ? query.Where(review => review.Workflow == workflow) : query;
        query = filter.Risk is { } risk ? query.Where(review => review.Risk == risk) : query;
        query = filter.Overdue ? query.Where(review => review.DueAt < now) : query;
        query = filter.Deferred is { } deferred ? query.Where(review => (review.DeferredUntil != null) == deferred) : query;
        if (filter.Assignee is { } assignee)
        {
            var answersFor = Absence.AnswersFor(assignee, await AbsencesAsync(context, now, cancellation), now);
            query = query.Where(review => review.Assignee != null && answersFor.Contains(review.Assignee));
        }

        return filter.Search is { Length: > 0 } search ? query.Where(review => EF.Functions.Like(review.Title, LikePattern.Containing(search), LikePattern.Escape)) : query;
    }

    private async Task<ReviewSurroundings> AroundAsync(EngineDbContext context, IReadOnlyList<ReviewRow> rows, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var ids = rows.Where(row => row.DecisionId is not null).Select(row => row.DecisionId!.Value).ToList();
        var decisions = ids.Count == 0
            ? new Dictionary<DecisionId, DecisionRow>()
            : await context.Decisions.Where(decision => ids.Contains(decision.Id)).ToDictionaryAsync(decision => decision.Id, cancellation);
        return new ReviewSurroundings(decisions, rows.Any(row => row.Assignee is not null) ? await AbsencesAsync(context, now, cancellation) : [], now);
    }

    private static async Task<IReadOnlyList<Absence>> AbsencesAsync(EngineDbContext context, DateTimeOffset now, CancellationToken cancellation) =>
        await context.Absences.Where(absence => absence.Until > now).OrderBy(absence => absence.From)
            .Select(absence => new Absence(absence.Id, absence.Person, absence.Substitute, absence.From, absence.Until)).ToListAsync(cancellation);

    private static async Task<IReadOnlyList<ReviewApproval>> ApprovalsAsync(EngineDbContext context, ReviewRow row, CancellationToken cancellation)
    {
        var said = await context.Decisions.Where(decision => decision.ReviewId == row.Id && (decision.State == "Counted" || decision.State == "Revised"))
            .OrderBy(decision => decision.At).ToListAsync(cancellation);
        return [.. said.Select(decision => ReviewRecords.Approval(decision, row.Version))];
    }

    private static async Task<IReadOnlyList<ReviewComment>> CommentsAsync(EngineDbContext context, ReviewId id, CancellationToken cancellation)
    {
        var said = await context.History.Where(entry => entry.ReviewId == id && entry.Trigger == nameof(ReviewFact.Comment)).OrderBy(entry => entry.Seq).ToListAsync(cancellation);
        return [.. said.Select(entry => new ReviewComment(entry.Actor, entry.At, EngineJson.Parse(entry.Data!).GetProperty("comment").GetString()!))];
    }
}
