using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>A review as the writer read it.</summary>
internal sealed class ReviewImage
{
    public required ReviewId Id { get; init; }

    public required RunId RunId { get; init; }

    public required TaskId TaskId { get; init; }

    public required ReviewState State { get; set; }

    public required int Version { get; init; }

    public required string Digest { get; init; }

    public required ReviewRequest Request { get; init; }

    public required string Queue { get; init; }

    public DecisionId? DecisionId { get; set; }

    public DateTimeOffset? WakeAt { get; set; }

    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>A decision as the writer read it.</summary>
internal sealed class DecisionImage
{
    public required DecisionId Id { get; init; }

    public required Verdict Verdict { get; init; }

    public required string State { get; init; }

    public required string Actor { get; init; }

    public string? Reason { get; init; }

    public string? Comment { get; init; }

    public JsonElement? Output { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReleaseAt { get; init; }
}
