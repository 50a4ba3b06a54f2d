using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class TaskRow
{
    public required TaskId Id { get; init; }

    public required RunId RunId { get; init; }

    public required string StepId { get; init; }

    /// <summary>The element's place in a <c>foreach</c>, from 0; -1 where the step has one task.</summary>
    public required int Index { get; init; }

    public required TaskState State { get; init; }

    public Resolution? Resolution { get; init; }

    public WaitingFor? WaitingFor { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public required int Priority { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Attempts used up before this round or reopening; they do not count against the retry policy.</summary>
    public required int AttemptBase { get; init; }

    public required int Round { get; init; }

    public required long Fence { get; init; }

    public string? LeaseOwner { get; init; }

    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The element of a <c>foreach</c>, as JSON.</summary>
    public string? Item { get; init; }

    /// <summary>On the first task of a <c>foreach</c>: the whole list, as JSON.</summary>
    public string? Elements { get; init; }

    /// <summary>Parameters that a person approved or changed; they replace the definition's <c>with</c>.</summary>
    public string? Input { get; init; }

    /// <summary>What a task that waits for something outside waits for, and what came, as JSON.</summary>
    public string? Awaited { get; init; }

    public string? Output { get; init; }

    public string? Error { get; init; }

    public string? Feedback { get; init; }

    public double? Confidence { get; init; }

    public ReviewId? ReviewId { get; init; }

    /// <summary>By when it must be final, or null; cleared when it is.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>The locks and group places that it holds, as a JSON list, or null.</summary>
    public string? Holds { get; init; }

    /// <summary>0 while it counts; otherwise the number of the time that the run went back behind its step.</summary>
    public int Superseded { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}
