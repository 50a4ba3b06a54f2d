using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Live;
using HitlDashboard.SignIn;

namespace HitlDashboard.Runs;

/// <summary>Runs over REST.</summary>
internal static class RunEndpoints
{
    private const string Tag = "Runs";
    private const int LongestReason = 4000;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapRunStart();
        api.MapSignals();
        api.MapGet("/runs", ListAsync).Named("listRuns", Tag, "Lists runs, newest first.")
            .Takes(
                new QueryParameter("state", "One state.", QueryParameter.Names<RunState>()), new QueryParameter("workflow", "One workflow's name."),
                new QueryParameter("startedBy", "Who started it; `me` for the caller."),
                new QueryParameter("since", "Started since: an instant, or a duration before now as `7d`."),
                new QueryParameter("search", "Part of the title, any case."), QueryParameter.Limit, QueryParameter.Cursor)
            .Gives<ApiPage<ApiRunSummary>>();
        api.MapGet("/runs/{id:guid}", GetAsync).Named("getRun", Tag, "Shows one run with its tasks.").Gives<ApiRun>().Refuses(404);
        api.MapGet("/runs/{id:guid}/events", EventsAsync).Named("listRunEvents", Tag, "Reads a run's history, oldest first.")
            .Takes(new QueryParameter("after", "The last sequence number that was read; 0 for the beginning."), QueryParameter.Limit)
            .Gives<ApiPage<ApiHistoryEntry>>().Refuses(404);
        api.MapChange("pause", "Claims nothing new until the run is resumed.", (change, run, actor, reason, key, cancellation) => change.PauseAsync(run, actor, reason, key, cancellation));
        api.MapChange("resume", "Goes on after a pause.", (change, run, actor, reason, key, cancellation) => change.ResumeAsync(run, actor, reason, key, cancellation));
        api.MapChange("cancel", "Ends a run for good.", (change, run, actor, reason, key, cancellation) => change.CancelAsync(run, actor, reason, key, cancellation));
    }

    private delegate Task<Answer<RunState>> Change(
        ChangeRun change, RunId run, Actor actor, string? reason, IdempotencyKey? key, CancellationToken cancellation);

    private static void MapChange(this IEndpointRouteBuilder api, string verb, string summary, Change change) =>
        api.MapPost("/runs/{id:guid}/" + verb, async (
            Guid id, ChangeRunBody? body, HttpContext context, ChangeRun changes, RunQueries queries, CancellationToken cancellation) =>
        {
            if (body?.Reason?.Length > LongestReason)
            {
                return Answers.Invalid("reason", $"'reason' is longer than {LongestReason} characters.");
            }

            var run = new RunId(id);
            var answer = await change(changes, run, CurrentActor.Of(context.User), body?.Reason, RequestKey.Of(context), cancellation);
            return Answers.Refusal(answer) ?? await ShowAsync(run, queries, cancellation);
        }).Named(verb + "Run", Tag, summary).Changes(Policies.Operator).Gives<ApiRun>().Refuses(404, 409);

    private static async Task<IResult> ListAsync(HttpContext context, RunQueries queries, TimeProvider clock, CancellationToken cancellation)
    {
        var query = new QueryReader(context.Request);
        var startedBy = query.Text("startedBy");
        var filter = new RunFilter
        {
            State = query.Choice<RunState>("state"),
            Workflow = query.Text("workflow"),
            StartedBy = startedBy == "me" ? CurrentActor.Of(context.User).Name : startedBy,
            Since = query.Instant("since", clock.GetUtcNow()),
            Search = query.Text("search"),
            Limit = query.Number("limit", 1, 200, 50),
            Cursor = query.Text("cursor"),
        };
        return query.Refusal() ?? await Answers.PageAsync(queries.ListAsync(filter, cancellation), ApiRunSummary.Of);
    }

    private static Task<IResult> GetAsync(Guid id, RunQueries queries, CancellationToken cancellation) => ShowAsync(new RunId(id), queries, cancellation);

    public static async Task<IResult> ShowAsync(RunId id, RunQueries queries, CancellationToken cancellation) =>
        await queries.GetAsync(id, cancellation) is { } run ? new Answered(ApiRun.Of(run)) : Answers.NotFound("such run");

    private static async Task<IResult> EventsAsync(
        Guid id, HttpRequest request, HistoryQueries history, RunQueries queries, CancellationToken cancellation)
    {
        var query = new QueryReader(request);
        var (after, limit) = (query.Sequence("after"), query.Number("limit", 1, 200, 50));
        if (query.Refusal() is { } refusal)
        {
            return refusal;
        }

        var entries = await history.AfterAsync(new RunId(id), after, limit + 1, cancellation);
        if (entries.Count == 0 && await queries.GetAsync(new RunId(id), cancellation) is null)
        {
            return Answers.NotFound("such run");
        }

        var page = entries.Take(limit).Select(ApiHistoryEntry.Of).ToList();
        return new Answered(new ApiPage<ApiHistoryEntry>(page, entries.Count > limit ? page[^1].Seq.ToString() : null));
    }
}
