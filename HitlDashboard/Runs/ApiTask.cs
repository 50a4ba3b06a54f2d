using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>One task of a run.</summary>
internal sealed record ApiTask
{
    public required Guid Id { get; init; }

    public required string Step { get; init; }

    /// <summary>The element of a list, from 0, or null.</summary>
    public int? Index { get; init; }

    public required string Name { get; init; }

    public required TaskState State { get; init; }

    public Resolution? Resolution { get; init; }

    public WaitingFor? WaitingFor { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    /// <summary>By when it must be final, or null.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    public required int Attempt { get; init; }

    public required int Round { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? Output { get; init; }

    public TaskError? Error { get; init; }

    /// <summary>What the last reviewer said, or null.</summary>
    public string? Feedback { get; init; }

    public double? Confidence { get; init; }

    public Guid? ReviewId { get; init; }

    /// <summary>The signal that it waits for, or was given; null where it takes none.</summary>
    public string? Signal { get; init; }

    /// <summary>The run that it started, or null.</summary>
    public Guid? ChildRunId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public static ApiTask Of(TaskDetail task) => new()
    {
        Id = task.Id.Value,
        Step = task.Step,
        Index = task.Index,
        Name = task.Name,
        State = task.State,
        Resolution = task.Resolution,
        WaitingFor = task.WaitingFor,
        DueAt = task.DueAt,
        DeadlineAt = task.DeadlineAt,
        Attempt = task.Attempt,
        Round = task.Round,
        Input = task.Input,
        Output = task.Output,
        Error = task.Error,
        Feedback = task.Feedback,
        Confidence = task.Confidence,
        ReviewId = task.ReviewId?.Value,
        Signal = task.Signal,
        ChildRunId = task.ChildRunId?.Value,
        CreatedAt = task.CreatedAt,
        StartedAt = task.StartedAt,
        CompletedAt = task.CompletedAt,
    };
}
