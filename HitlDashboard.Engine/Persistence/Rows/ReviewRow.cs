using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class ReviewRow
{
    public required ReviewId Id { get; init; }

    /// <summary>Counts up from 1: the order in which they were made, and a short name for people.</summary>
    public required long Number { get; init; }

    public required RunId RunId { get; init; }

    public required TaskId TaskId { get; init; }

    public required string Workflow { get; init; }

    public required string StepId { get; init; }

    public required int Round { get; init; }

    public required ReviewSubject Subject { get; init; }

    public required ReviewState State { get; init; }

    public required int Version { get; init; }

    public required string Digest { get; init; }

    public required string Queue { get; init; }

    public required Risk Risk { get; init; }

    public required int Priority { get; init; }

    /// <summary>By when somebody should look: orders the inbox (see <see cref="Lifecycle.ReviewRequest.UrgentAt"/>).</summary>
    public required DateTimeOffset UrgentAt { get; init; }

    public required string Title { get; init; }

    public string? Assignee { get; init; }

    public double? Confidence { get; init; }

    public required ArtifactKind Kind { get; init; }

    /// <summary>What is shown, edited and said about it: a <see cref="Lifecycle.ReviewRequest"/> as JSON.</summary>
    public required string Request { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the engine acts by itself: the end of the undo window, or the due time of one with <c>onTimeout</c>.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    public DecisionId? DecisionId { get; init; }
}
