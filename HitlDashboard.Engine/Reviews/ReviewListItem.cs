using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>One row of the inbox.</summary>
public sealed record ReviewListItem
{
    /// <summary>The review.</summary>
    public required ReviewId Id { get; init; }

    /// <summary>A short name for people: counts up from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Its run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The step's id.</summary>
    public required string Step { get; init; }

    /// <summary>From 1.</summary>
    public required int Round { get; init; }

    /// <summary>What a decision must name.</summary>
    public required int Version { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>Its state.</summary>
    public required ReviewState State { get; init; }

    /// <summary>What is asked.</summary>
    public required ReviewSubject Subject { get; init; }

    /// <summary>The risk tier.</summary>
    public required Risk Risk { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Who is asked first, or null.</summary>
    public string? Assignee { get; init; }

    /// <summary>Who answers for the assignee now, because they are away; null where they do themselves.</summary>
    public string? StandIn { get; init; }

    /// <summary>Who looks at it now, or null.</summary>
    public ReviewClaim? Claim { get; init; }

    /// <summary>Out of the inbox until then, or null.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    /// <summary>How its artifact is shown.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>0 to 1, or null.</summary>
    public double? Confidence { get; init; }

    /// <summary>When it opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it should be decided, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The staged or final decision, or null.</summary>
    public ReviewDecision? Decision { get; init; }
}

/// <summary>A decision as others see it.</summary>
public sealed record ReviewDecision
{
    /// <summary>The decision.</summary>
    public required DecisionId Id { get; init; }

    /// <summary>What was said.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Who said it.</summary>
    public required string By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When its effect comes, or came.</summary>
    public required DateTimeOffset ReleaseAt { get; init; }

    /// <summary>The reason of a reject or the feedback of a send back, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>A note, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>Nobody decided: the time to do so ended.</summary>
    public bool TimedOut { get; init; }
}

/// <summary>Who looks at a review.</summary>
/// <param name="By">The user or key.</param>
/// <param name="Until">Until when, without being renewed.</param>
public sealed record ReviewClaim(string By, DateTimeOffset Until);
