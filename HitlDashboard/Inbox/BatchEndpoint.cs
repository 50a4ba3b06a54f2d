using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>One decision about many reviews, over REST: a frozen list, never "all that match".</summary>
internal static class BatchEndpoint
{
    public static void MapBatch(this IEndpointRouteBuilder api) =>
        api.MapPost("/reviews/decisions", DecideAsync)
            .Named(
                "decideReviews", "Reviews", "Decides up to 100 reviews, each by itself.",
                "What is refused does not keep the others back: each review has its own result. The history's entries carry the batch's id.")
            .Changes(Policies.Supervisor).Gives<ApiBatch>();

    private static async Task<IResult> DecideAsync(HttpContext context, BatchBody body, DecideReview decide, CancellationToken cancellation)
    {
        if (body.UndoSeconds is < 0 or > 60)
        {
            return Answers.Invalid("undoSeconds", "'undoSeconds' must be a whole number from 0 to 60.");
        }

        // The reader checks members, not what a list holds.
        if (body.Items.ToList().FindIndex(item => item is null) is >= 0 and var place)
        {
            return Answers.Invalid($"items[{place}]", $"'items[{place}]' is null; name a review, or leave it out.");
        }

        var answer = await decide.ManyAsync([.. body.Items.Select(body.Request)], CurrentActor.Of(context.User), RequestKey.Of(context), cancellation);
        return Answers.Refusal(answer) ?? new Answered(new ApiBatch(answer.Value!.Batch, [.. answer.Value.Items.Select(ApiBatchItem.Of)]));
    }
}

/// <summary>One decision about many reviews.</summary>
internal sealed record BatchBody
{
    /// <summary>approve, reject or sendBack.</summary>
    public required Verdict Decision { get; init; }

    /// <summary>1 to 100, each another review.</summary>
    public required IReadOnlyList<BatchItemBody> Items { get; init; }

    /// <summary>The reason of a reject or the feedback of a send back, at most 4,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>A note, at most 4,000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>How long each can be undone, 0 to 60; 0 takes effect at once.</summary>
    public int UndoSeconds { get; init; }

    public DecisionRequest Request(BatchItemBody item) => new()
    {
        ReviewId = new ReviewId(item.Id),
        Version = item.Version,
        Digest = item.Digest,
        Verdict = Decision,
        Reason = Reason,
        Comment = Comment,
        UndoSeconds = UndoSeconds,
    };
}

/// <summary>One review of a batch, as it was seen.</summary>
internal sealed record BatchItemBody
{
    /// <summary>The review.</summary>
    public required Guid Id { get; init; }

    /// <summary>The version that was seen.</summary>
    public required int Version { get; init; }

    /// <summary>The digest that was seen; left out, the version alone is checked.</summary>
    public string? Digest { get; init; }
}

/// <summary>What a batch did.</summary>
/// <param name="Batch">The id that every history entry of it carries.</param>
/// <param name="Items">One result for each review, in the order of the request.</param>
internal sealed record ApiBatch(string Batch, IReadOnlyList<ApiBatchItem> Items);

/// <summary>What became of one review. Either a decision or a problem is there.</summary>
/// <param name="Id">The review.</param>
/// <param name="DecisionId">The decision, or null where it was refused.</param>
/// <param name="State">The review's state after it, or null where it was refused.</param>
/// <param name="ReleaseAt">When its effect comes, or came; null where it was refused.</param>
/// <param name="Problem">Why it was refused, or null.</param>
internal sealed record ApiBatchItem(Guid Id, Guid? DecisionId, ReviewState? State, DateTimeOffset? ReleaseAt, Problem? Problem)
{
    public static ApiBatchItem Of(BatchItem item) => new(
        item.ReviewId.Value, item.Result?.DecisionId.Value, item.Result?.State, item.Result?.ReleaseAt, item.Refusal is null ? null : Refusals.Problem(item.Refusal));
}
