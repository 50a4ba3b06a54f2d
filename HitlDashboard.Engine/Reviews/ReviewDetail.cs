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

    /// <summary>What is asked, as it was stored when it opened.</summary>
    public required ReviewRequest Request { get; init; }

    /// <summary>Earlier rounds of the same task, oldest first.</summary>
    public required IReadOnlyList<ReviewRound> Rounds { get; init; }

    /// <summary>What an amend put in its place, or null.</summary>
    public JsonElement? AmendedOutput { get; init; }
}

/// <summary>An earlier round.</summary>
/// <param name="ReviewId">Its review.</param>
/// <param name="Round">From 1.</param>
/// <param name="Content">What was shown then.</param>
/// <param name="Decision">What was decided, or null where it was withdrawn.</param>
public sealed record ReviewRound(ReviewId ReviewId, int Round, JsonElement Content, ReviewDecision? Decision);
