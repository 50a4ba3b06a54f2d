using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>The writer's picture of one task. Only handlers on the writer's thread touch it, and only after every check has passed.</summary>
internal sealed class TaskImage
{
    public required TaskId Id { get; init; }

    public required string StepId { get; init; }

    public required int Index { get; init; }

    public required int Priority { get; init; }

    public JsonElement? Item { get; init; }

    public TaskState State { get; set; }

    public Resolution? Resolution { get; set; }

    public WaitingFor? WaitingFor { get; set; }

    public DateTimeOffset? DueAt { get; set; }

    public int Attempt { get; set; }

    public int AttemptBase { get; set; }

    public int Round { get; set; } = 1;

    public long Fence { get; set; }

    public string? LeaseOwner { get; set; }

    /// <summary>By when it must be final, or null.</summary>
    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>The places that it holds, as JSON, or null; a copy of what the table of places knows.</summary>
    public string? Holds { get; set; }

    public JsonElement? Input { get; set; }

    public JsonElement? Output { get; set; }

    public TaskError? Error { get; set; }

    public string? Feedback { get; set; }

    public double? Confidence { get; set; }

    public ReviewId? ReviewId { get; set; }

    /// <summary>What a task that waits for something outside waits for, and what came; null before it begins.</summary>
    public Awaited? Awaited { get; set; }

    /// <summary>Whether no instant will make it due.</summary>
    public bool WaitsWithoutEnd => DueAt is null && WaitingFor is (Lifecycle.WaitingFor.Signal or Lifecycle.WaitingFor.Run);

    /// <summary>What the step's rules take it for: where nobody decided in time and the definition rejects then, <c>onReject</c> says what follows.</summary>
    public Resolution? CountsAs => Error is { Code: ReviewTimedOut } ? Lifecycle.Resolution.Rejected : Resolution;

    /// <summary>The error code of a task that was rejected because nobody decided in time.</summary>
    public const string ReviewTimedOut = "review-timeout";

    public TaskValues Values => new(Item, Index, Round, Feedback);
}
