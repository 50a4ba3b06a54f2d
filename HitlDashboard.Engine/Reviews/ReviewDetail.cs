using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Everything about one review.</summary>
public sealed record ReviewDetail
{
    /// <summary>What the inbox's row shows.</summary>
    public required ReviewListItem Item { get; init; }

    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The run's title.</summary>
    public required string RunTitle { get; init; }

    /// <summary>SHA-256 over what is shown, 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>What is asked. Queue, assignee, risk and due time are as they are now; the content is as it opened, or as somebody changed it for others to approve.</summary>
    public required ReviewRequest Request { get; init; }

    /// <summary>Earlier rounds of the same step and element, also those before the run went back behind it, oldest first.</summary>
    public required IReadOnlyList<ReviewRound> Rounds { get; init; }

    /// <summary>What an amend put in its place, or null.</summary>
    public JsonElement? AmendedOutput { get; init; }

    /// <summary>What was said by people who need others to agree, oldest first; empty where one approval is enough.</summary>
    public IReadOnlyList<ReviewApproval> Approvals { get; init; } = [];

    /// <summary>What people said about it, oldest first.</summary>
    public IReadOnlyList<ReviewComment> Comments { get; init; } = [];
}

/// <summary>An approval, or an amend, of a review that waits for others.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Verdict">Approve, or Amend where they changed the content.</param>
/// <param name="Version">The version of the content that it is about.</param>
/// <param name="Counts">Whether it counts for the content as it is now: an approval of older content does not, nor one of an excluded person.</param>
/// <param name="Comment">A note, or null.</param>
public sealed record ReviewApproval(DecisionId DecisionId, string By, DateTimeOffset At, Verdict Verdict, int Version, bool Counts, string? Comment);

/// <summary>Something that somebody said about a review.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Text">What.</param>
public sealed record ReviewComment(string By, DateTimeOffset At, string Text);

/// <summary>An earlier round.</summary>
/// <param name="ReviewId">Its review.</param>
/// <param name="Round">From 1.</param>
/// <param name="Content">What was shown then.</param>
/// <param name="Decision">What was decided, or null where it was withdrawn.</param>
public sealed record ReviewRound(ReviewId ReviewId, int Round, JsonElement Content, ReviewDecision? Decision);
