using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>A review as the writer read it.</summary>
internal sealed class ReviewImage
{
    public required ReviewId Id { get; init; }

    public required RunId RunId { get; init; }

    public required TaskId TaskId { get; init; }

    public required ReviewFacts Facts { get; set; }

    public required int Version { get; set; }

    public required string Digest { get; set; }

    public required ReviewRequest Request { get; set; }

    public DecisionId? DecisionId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UrgentAt { get; set; }

    public ReviewState State => Facts.State;
}

/// <summary>A decision as the writer read it.</summary>
internal sealed class DecisionImage
{
    public required DecisionId Id { get; init; }

    public required Verdict Verdict { get; init; }

    public required string State { get; init; }

    public required string Actor { get; init; }

    /// <summary>Nobody decided: the time to do so ended.</summary>
    public required bool TimedOut { get; init; }

    public string? Reason { get; init; }

    public string? Comment { get; init; }

    public JsonElement? Output { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReleaseAt { get; init; }

    /// <summary>The same decision, meaning something else for the task.</summary>
    public DecisionImage As(Verdict verdict, JsonElement output) => new()
    {
        Id = Id, Verdict = verdict, Output = output, State = State, Actor = Actor, TimedOut = TimedOut, Reason = Reason, Comment = Comment, At = At, ReleaseAt = ReleaseAt,
    };
}
