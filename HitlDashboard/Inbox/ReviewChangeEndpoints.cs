using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Everything that people do with a review short of deciding it, over REST.</summary>
internal static class ReviewChangeEndpoints
{
    private const string Tag = "Reviews";

    public static void MapReviewChanges(this IEndpointRouteBuilder api)
    {
        api.MapChange("claim", Policies.Supervisor, (Guid id, ClaimBody? body, [AsParameters] Desk desk) => desk.ChangeAsync(id, body, new ReviewChange.Claim()))
            .Named("claimReview", Tag, "Shows others that the caller looks at it.", "Holds for 60 seconds; claim again to renew. Others can decide all the same.");
        api.MapChange("release", Policies.Supervisor, (Guid id, ClaimBody? body, [AsParameters] Desk desk) => desk.ChangeAsync(id, body, new ReviewChange.Unclaim()))
            .Named("releaseReview", Tag, "Ends the caller's claim.");
        api.MapChange("delegate", Policies.Supervisor, (Guid id, DelegateBody body, [AsParameters] Desk desk) => desk.DelegateAsync(id, body))
            .Named("delegateReview", Tag, "Hands it to a person or a queue.", "A name that is neither a known queue nor a person is refused with `unknown-target`.");
        api.MapChange("defer", Policies.Supervisor, (Guid id, DeferBody body, [AsParameters] Desk desk) => desk.ChangeAsync(id, body, new ReviewChange.Defer(body.Until)))
            .Named("deferReview", Tag, "Takes it out of the inbox until an instant.", "At most 90 days ahead, and before the instant at which it times out.");
        api.MapChange("comments", Policies.Operator, (Guid id, CommentBody body, [AsParameters] Desk desk) => desk.ChangeAsync(id, body, new ReviewChange.Comment(body.Text)))
            .Named("commentOnReview", Tag, "Says something about it, whatever its state.");
        api.MapChange("escalate", Policies.Supervisor, (Guid id, EscalateBody body, [AsParameters] Desk desk) => desk.ChangeAsync(id, body, new ReviewChange.Escalate(body.Reason ?? "")))
            .Named("escalateReview", Tag, "Sends it one step up the ladder of its definition.", "Raises the risk tier by one and starts its time to decide anew.");
    }

    private static RouteHandlerBuilder MapChange(this IEndpointRouteBuilder api, string verb, string policy, Delegate change) =>
        api.MapPost("/reviews/{id:guid}/" + verb, change).Changes(policy).Gives<ApiReview>().Refuses(404, 409);

    /// <summary>What every change needs.</summary>
    internal readonly record struct Desk(HttpContext Context, ChangeReview Change, ReviewQueries Queries, ReviewTargets Targets, CancellationToken Cancellation)
    {
        // The body is bound, also an empty one, so that a member that does not belong there is refused, not dropped.
        public async Task<IResult> ChangeAsync(Guid id, object? body, ReviewChange change)
        {
            _ = body;
            var answer = await Change.ExecuteAsync(new ReviewId(id), change, CurrentActor.Of(Context.User), RequestKey.Of(Context), Cancellation);
            return Answers.Refusal(answer) ?? await ReviewEndpoints.GetAsync(id, Queries, Cancellation);
        }

        public async Task<IResult> DelegateAsync(Guid id, DelegateBody body) => await Targets.FindAsync(body.To.Trim(), Cancellation) is { } target
            ? await ChangeAsync(id, body, new ReviewChange.Delegate(target))
            : new Refused(Problem.Of(422, "unknown-target", $"'{body.To}' is neither a queue that is known nor a person with an account; write a person as @name."));
    }
}

/// <summary>Nothing may be said about a claim.</summary>
internal sealed record ClaimBody;

/// <summary>Who gets it.</summary>
internal sealed record DelegateBody
{
    /// <summary>A queue, or a person as `@name`.</summary>
    public required string To { get; init; }
}

/// <summary>Until when it is out of the inbox.</summary>
internal sealed record DeferBody
{
    /// <summary>The instant at which it comes back.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>What is said.</summary>
internal sealed record CommentBody
{
    /// <summary>1 to 4,000 characters.</summary>
    public required string Text { get; init; }
}

/// <summary>Why it is escalated.</summary>
internal sealed record EscalateBody
{
    /// <summary>1 to 4,000 characters. Without it the request is refused with `reason-required`.</summary>
    public string? Reason { get; init; }
}
