using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities;

/// <summary>Everything that one attempt of an activity needs.</summary>
public sealed record ActivityContext
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>The step's id.</summary>
    public required string StepId { get; init; }

    /// <summary>The place in a <c>foreach</c>, from 0; -1 where the step has one task.</summary>
    public int Index { get; init; } = -1;

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>From 1; grows with each "send back".</summary>
    public required int Round { get; init; }

    /// <summary>What the definition's <c>with</c> gives, templates filled in. An object.</summary>
    public required JsonElement With { get; init; }

    /// <summary>What the last reviewer said, or null.</summary>
    public string? Feedback { get; init; }

    /// <summary>What a step that waits was given, or null where it does not wait.</summary>
    public AwaitedAnswer? Answer { get; init; }

    /// <summary>Where this workflow's published files live; made on first use.</summary>
    public required string Folder { get; init; }

    /// <summary>Stores a file: name, media type, bytes. It is recorded together with the outcome.</summary>
    public required Func<string, string, ReadOnlyMemory<byte>, CancellationToken, Task<StoredArtifact>> StoreAsync { get; init; }

    /// <summary>The key that makes side effects repeatable: <c>taskId:attempt</c>.</summary>
    public string IdempotencyKey => $"{TaskId}:{Attempt}";
}
