using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>One entry of the history: what happened, in order. The history is the audit trail.</summary>
public sealed record HistoryEntry
{
    /// <summary>Its place; grows without repeats.</summary>
    public required long Seq { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Actor { get; init; }

    /// <summary><c>run</c>, <c>task</c>, <c>review</c>, <c>workflow</c>, <c>signal</c>, <c>child</c>, <c>next</c>, <c>schedule</c> or <c>absence</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The run, or null.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The task, or null.</summary>
    public TaskId? TaskId { get; init; }

    /// <summary>The review, or null.</summary>
    public ReviewId? ReviewId { get; init; }

    /// <summary>The state before, or null.</summary>
    public string? From { get; init; }

    /// <summary>What happened.</summary>
    public required string Trigger { get; init; }

    /// <summary>The state after, or null.</summary>
    public string? To { get; init; }

    /// <summary>The attempt, or null.</summary>
    public int? Attempt { get; init; }

    /// <summary>Reason, comment, error or step as an object, or null.</summary>
    public JsonElement? Data { get; init; }
}
