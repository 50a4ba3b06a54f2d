using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Decisions over REST.</summary>
internal static class DecisionEndpoints
{
    private const string Tag = "Reviews";

    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        api.MapDecision("approve", (Guid id, ApproveBody body, [AsParameters] Desk desk) => desk.DecideAsync(id, body))
            .Named("approveReview", Tag, "Lets what was shown stand.", Effect);
        api.MapDecision("reject", (Guid id, RejectBody body, [AsParameters] Desk desk) => desk.DecideAsync(id, body))
            .Named("rejectReview", Tag, "Says no, with a reason.", Effect);
        api.MapDecision("amend", (Guid id, AmendBody body, [AsParameters] Desk desk) => desk.DecideAsync(id, body))
            .Named("amendReview", Tag, "Puts a changed output in its place.", Effect);
        api.MapDecision("send-back", (Guid id, SendBackBody body, [AsParameters] Desk desk) => desk.DecideAsync(id, body))
            .Named("sendBackReview", Tag, "Asks for another round, with feedback.", Effect);
        api.MapPost("/reviews/{id:guid}/undo", (Guid id, UndoBody? body, [AsParameters] Desk desk) => desk.UndoAsync(id, body))
            .Named("undoDecision", Tag, "Takes a staged decision back.", "Only the one who decided may, and only until its effect came. An approval that waits for others can be taken back as long as it waits.")
            .Changes(Policies.Supervisor).Gives<ApiReview>().Refuses(404, 409);
    }

    private const string Effect = "With `undoSeconds` the effect is held and can be undone; without, it comes at once. The first decision wins. Where several people must approve, the review stays `open` until enough did.";

    private static RouteHandlerBuilder MapDecision(this IEndpointRouteBuilder api, string verb, Delegate decide) =>
        api.MapPost("/reviews/{id:guid}/" + verb, decide).Changes(Policies.Supervisor).Gives<ApiDecided>().Refuses(404, 409);

    /// <summary>What every decision needs.</summary>
    internal readonly record struct Desk(HttpContext Context, DecideReview Decide, ReviewQueries Queries, CancellationToken Cancellation)
    {
        public async Task<IResult> DecideAsync(Guid id, DecisionBody body)
        {
            if (body.UndoSeconds is < 0 or > 60)
            {
                return Answers.Invalid("undoSeconds", "'undoSeconds' must be a whole number from 0 to 60.");
            }

            var actor = CurrentActor.Of(Context.User);
            var answer = await Decide.ExecuteAsync(body.Request(new ReviewId(id)), actor, RequestKey.Of(Context), Cancellation);
            return Answers.Refusal(answer)
                ?? new Answered(new ApiDecided(answer.Value!.DecisionId.Value, answer.Value.State, answer.Value.ReleaseAt, await NextAsync(actor)));
        }

        // The empty body is bound so that a member in it is refused, not dropped.
        public async Task<IResult> UndoAsync(Guid id, UndoBody? body)
        {
            _ = body;
            var answer = await Decide.UndoAsync(new ReviewId(id), CurrentActor.Of(Context.User), RequestKey.Of(Context), Cancellation);
            return Answers.Refusal(answer) ?? await ReviewEndpoints.GetAsync(id, Queries, Cancellation);
        }

        private async Task<Guid?> NextAsync(Actor actor) => (await Queries.NextAsync(actor, Cancellation))?.Value;
    }
}
