using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>A review in a list.</summary>
internal record ApiReviewSummary
{
    public required Guid Id { get; init; }

    /// <summary>A short name for people: counts up from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What a decision must name.</summary>
    public required int Version { get; init; }

    public required ReviewState State { get; init; }

    public required Guid RunId { get; init; }

    public required string Workflow { get; init; }

    public required string Step { get; init; }

    public required int Round { get; init; }

    public required string Title { get; init; }

    /// <summary>What is asked: about an output, an action, a failure, or a person's own answer.</summary>
    public required ReviewSubject Subject { get; init; }

    public required Risk Risk { get; init; }

    public required string Queue { get; init; }

    public string? Assignee { get; init; }

    /// <summary>Who answers for the assignee now, because they are away; null where they do themselves.</summary>
    public string? StandIn { get; init; }

    /// <summary>Who looks at it now, or null.</summary>
    public ApiClaim? Claim { get; init; }

    /// <summary>Out of the inbox until then, or null.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    public double? Confidence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The staged or final decision, or null.</summary>
    public ApiDecision? Decision { get; init; }

    public static ApiReviewSummary Of(ReviewListItem item) => new()
    {
        Id = item.Id.Value,
        Number = item.Number,
        Version = item.Version,
        State = item.State,
        RunId = item.RunId.Value,
        Workflow = item.Workflow,
        Step = item.Step,
        Round = item.Round,
        Title = item.Title,
        Subject = item.Subject,
        Risk = item.Risk,
        Queue = item.Queue,
        Assignee = item.Assignee,
        StandIn = item.StandIn,
        Claim = ApiClaim.Of(item.Claim),
        DeferredUntil = item.DeferredUntil,
        Confidence = item.Confidence,
        CreatedAt = item.CreatedAt,
        DueAt = item.DueAt,
        Decision = ApiDecision.Of(item.Decision),
    };
}

/// <summary>Who looks at a review.</summary>
/// <param name="User">The user or key.</param>
/// <param name="Until">Until when, without being renewed.</param>
internal sealed record ApiClaim(string User, DateTimeOffset Until)
{
    public static ApiClaim? Of(ReviewClaim? claim) => claim is null ? null : new(claim.By, claim.Until);
}

/// <summary>A decision as others see it.</summary>
/// <param name="Id">The decision.</param>
/// <param name="Verdict">What was said.</param>
/// <param name="User">Who said it; the engine where nobody did in time.</param>
/// <param name="At">When.</param>
/// <param name="ReleaseAt">When its effect comes, or came.</param>
/// <param name="Reason">The reason of a reject or the feedback of a send back, or null.</param>
/// <param name="Comment">A note, or null.</param>
/// <param name="TimedOut">Nobody decided: the time to do so ended.</param>
internal sealed record ApiDecision(
    Guid Id, Verdict Verdict, string User, DateTimeOffset At, DateTimeOffset ReleaseAt, string? Reason, string? Comment, bool TimedOut)
{
    public static ApiDecision? Of(ReviewDecision? decision) => decision is null
        ? null
        : new(decision.Id.Value, decision.Verdict, decision.By, decision.At, decision.ReleaseAt, decision.Reason, decision.Comment, decision.TimedOut);
}
