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

    /// <summary>When <c>onTimeout</c> applies; null where nothing will.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Instants of the reminders still to come, as a JSON list, or null.</summary>
    public string? Reminders { get; init; }

    /// <summary>Steps of the ladder that it went up.</summary>
    public int Level { get; init; }

    /// <summary>Who looks at it, until <see cref="ClaimedUntil"/>.</summary>
    public string? ClaimedBy { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Out of the inbox until then; the engine's timer brings it back.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    /// <summary>When the engine acts by itself next: see <see cref="Lifecycle.ReviewFacts.WakeAt"/>.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    public DecisionId? DecisionId { get; init; }
}
