using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Orders of the inbox, each with the place after a row.</summary>
internal static class ReviewOrder
{
    public static IQueryable<ReviewRow> Apply(IQueryable<ReviewRow> query, ReviewFilter filter)
    {
        (long Sort, long Number)? after = filter.Cursor is { } cursor ? Cursor.Read(cursor) : null;
        return filter.Sort switch
        {
            ReviewSort.Urgency => ByUrgency(query, after),
            ReviewSort.Age => ByAge(query, after),
            ReviewSort.Priority => ByPriority(query, after),
        };
    }

    public static string CursorAfter(ReviewRow row, ReviewSort sort) => Cursor.Write(
        sort switch
        {
            ReviewSort.Urgency => row.UrgentAt.UtcTicks,
            ReviewSort.Age => row.CreatedAt.UtcTicks,
            ReviewSort.Priority => row.Priority,
        },
        row.Number);

    private static IQueryable<ReviewRow> ByUrgency(IQueryable<ReviewRow> query, (long Sort, long Number)? after)
    {
        if (after is var (sort, number))
        {
            var instant = new DateTimeOffset(sort, TimeSpan.Zero);
            query = query.Where(review => review.UrgentAt > instant || (review.UrgentAt == instant && review.Number > number));
        }

        return query.OrderBy(review => review.UrgentAt).ThenBy(review => review.Number);
    }

    private static IQueryable<ReviewRow> ByAge(IQueryable<ReviewRow> query, (long Sort, long Number)? after)
    {
        if (after is var (sort, number))
        {
            var instant = new DateTimeOffset(sort, TimeSpan.Zero);
            query = query.Where(review => review.CreatedAt > instant || (review.CreatedAt == instant && review.Number > number));
        }

        return query.OrderBy(review => review.CreatedAt).ThenBy(review => review.Number);
    }

    private static IQueryable<ReviewRow> ByPriority(IQueryable<ReviewRow> query, (long Sort, long Number)? after)
    {
        if (after is var (sort, number))
        {
            var priority = (int)sort;
            query = query.Where(review => review.Priority < priority || (review.Priority == priority && review.Number > number));
        }

        return query.OrderByDescending(review => review.Priority).ThenBy(review => review.Number);
    }
}
