using HitlDashboard.Doors;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Reviews over REST.</summary>
internal static class ReviewEndpoints
{
    private const string Tag = "Reviews";

    public static void MapReviews(this IEndpointRouteBuilder api)
    {
        api.MapGet("/reviews", ListAsync).Named("listReviews", Tag, "Lists reviews, the most urgent first.")
            .Takes(
                new QueryParameter("state", "One state; open where it is left out.", QueryParameter.Names<ReviewState>()), new QueryParameter("queue", "One queue."),
                new QueryParameter("assignee", "Assigned to this user, or to somebody for whom they stand in; `me` for the caller."), new QueryParameter("workflow", "One workflow's name."),
                new QueryParameter("risk", "One risk tier.", QueryParameter.Names<Risk>()), new QueryParameter("overdue", "Only those past their due time.", ["true", "false"]),
                new QueryParameter("deferred", "Only those that are deferred; they are left out otherwise.", ["true", "false"]),
                new QueryParameter("search", "Part of the title, any case."), new QueryParameter("sort", "The order; urgency where it is left out.", QueryParameter.Names<ReviewSort>()),
                QueryParameter.Limit, QueryParameter.Cursor)
            .Gives<ApiPage<ApiReviewSummary>>();
        api.MapGet("/reviews/{id:guid}", GetAsync).Named("getReview", Tag, "Shows one review with everything that a decision needs.").Gives<ApiReview>().Refuses(404);
        api.MapDecisions();
        api.MapBatch();
        api.MapReviewChanges();
        api.MapAbsences();
    }

    private static async Task<IResult> ListAsync(HttpContext context, ReviewQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(context.Request);
        var assignee = query.Text("assignee");
        var filter = new ReviewFilter
        {
            States = [query.Choice<ReviewState>("state") ?? ReviewState.Open],
            Queue = query.Text("queue"),
            Assignee = assignee == "me" ? CurrentActor.Of(context.User).Person : assignee,
            Workflow = query.Text("workflow"),
            Risk = query.Choice<Risk>("risk"),
            Overdue = query.Flag("overdue"),
            Deferred = query.Flag("deferred"),
            Search = query.Text("search"),
            Sort = query.Choice<ReviewSort>("sort") ?? ReviewSort.Urgency,
            Limit = query.Number("limit", 1, 200, 50),
            Cursor = query.Text("cursor"),
        };
        return query.Refusal() ?? await Answers.PageAsync(queries.ListAsync(filter, cancellation), ApiReviewSummary.Of);
    }

    internal static async Task<IResult> GetAsync(Guid id, ReviewQueries queries, CancellationToken cancellation) =>
        await queries.GetAsync(new ReviewId(id), cancellation) is { } review ? new Answered(ApiReview.Of(review)) : Answers.NotFound("such review");
}
