using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>One task.</summary>
public sealed record TaskDetail
{
    /// <summary>The task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>The step's id.</summary>
    public required string Step { get; init; }

    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>The element of a <c>foreach</c>, from 0; null where the step has one task.</summary>
    public int? Index { get; init; }

    /// <summary>Its state.</summary>
    public required TaskState State { get; init; }

    /// <summary>How it ended, or null.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Why it waits, or null.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>When it goes on, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>By when it must be final, or null.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>Attempts begun.</summary>
    public required int Attempt { get; init; }

    /// <summary>From 1.</summary>
    public required int Round { get; init; }

    /// <summary>The parameters that it runs with in place of the definition's: those that a gate approved, or that an operator gave; null where there are none.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Its output, or null.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed, or why its last attempt did; null where none did.</summary>
    public TaskError? Error { get; init; }

    /// <summary>What the last reviewer said, or null.</summary>
    public string? Feedback { get; init; }

    /// <summary>0 to 1, or null.</summary>
    public double? Confidence { get; init; }

    /// <summary>Its latest review, or null.</summary>
    public ReviewId? ReviewId { get; init; }

    /// <summary>The signal that it waits for, or was given; null where it takes none.</summary>
    public string? Signal { get; init; }

    /// <summary>The run that it started, or null.</summary>
    public RunId? ChildRunId { get; init; }

    /// <summary>When it was planned.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its latest attempt began, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
