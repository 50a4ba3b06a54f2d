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

    /// <summary>When it begins; null once it has.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The run that started it, or null.</summary>
    public RunLink? Parent { get; init; }

    /// <summary>Runs that it started, as steps or as what follows: the 200 newest, oldest first.</summary>
    public IReadOnlyList<RunLink> Children { get; init; } = [];

    /// <summary>What should have followed but could not be started, oldest first.</summary>
    public IReadOnlyList<UnstartedRun> Unstarted { get; init; } = [];
}

/// <summary>A review that a run waits for.</summary>
public sealed record AwaitedReview(ReviewId ReviewId, string Step, string Queue, string? Assignee, DateTimeOffset Since);

/// <summary>A stored file.</summary>
public sealed record ArtifactSummary(ArtifactId Id, TaskId TaskId, string Name, string MediaType, long Size, string Sha256);

/// <summary>Another run that this one belongs to.</summary>
/// <param name="Id">The run.</param>
/// <param name="Number">Its short name for people.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Its state.</param>
/// <param name="TaskId">The task that started the younger of the two, or null where it followed by <c>next</c>.</param>
public sealed record RunLink(RunId Id, long Number, string Workflow, string Title, RunState State, TaskId? TaskId);

/// <summary>A run that <c>next</c> names and that could not be started.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Code">As of a task's error: <c>mapping</c>, <c>unknown-workflow</c>, <c>invalid-input</c>, <c>too-many-runs</c>.</param>
/// <param name="Message">Why, in one sentence.</param>
/// <param name="At">When it was tried.</param>
public sealed record UnstartedRun(string Workflow, string Code, string Message, DateTimeOffset At);
