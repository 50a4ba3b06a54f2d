using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>Everything about one run.</summary>
public sealed record RunDetail
{
    /// <summary>What the list's row shows.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>The definition that it is pinned to.</summary>
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Its input.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What it answered, or null.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public TaskError? Error { get; init; }

    /// <summary>Reviews that wait for a person.</summary>
    public required IReadOnlyList<AwaitedReview> Awaiting { get; init; }

    /// <summary>Its tasks in the order of the file, then of the index.</summary>
    public required IReadOnlyList<TaskDetail> Tasks { get; init; }

    /// <summary>Files that its tasks stored.</summary>
    public required IReadOnlyList<ArtifactSummary> Artifacts { get; init; }
}

/// <summary>A review that a run waits for.</summary>
public sealed record AwaitedReview(ReviewId ReviewId, string Step, string Queue, string? Assignee, DateTimeOffset Since);

/// <summary>A stored file.</summary>
public sealed record ArtifactSummary(ArtifactId Id, TaskId TaskId, string Name, string MediaType, long Size, string Sha256);
