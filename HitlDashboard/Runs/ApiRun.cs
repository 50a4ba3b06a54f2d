using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>A run in a list.</summary>
internal record ApiRunSummary
{
    public required Guid Id { get; init; }

    /// <summary>A short name for people: counts up from 1.</summary>
    public required long Number { get; init; }

    public required string Workflow { get; init; }

    /// <summary>The hash of the definition that it is pinned to.</summary>
    public required string Version { get; init; }

    public required string Title { get; init; }

    public required RunState State { get; init; }

    public required string StartedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public required ApiProgress Progress { get; init; }

    /// <summary>Capacity while it waits for a place in its workflow's concurrency group, or null.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>Reviews of it that wait for a person.</summary>
    public required int Waiting { get; init; }

    public static ApiRunSummary Of(RunSummary run) => new()
    {
        Id = run.Id.Value,
        Number = run.Number,
        Workflow = run.Workflow,
        Version = run.Version,
        Title = run.Title,
        State = run.State,
        StartedBy = run.StartedBy,
        CreatedAt = run.CreatedAt,
        CompletedAt = run.CompletedAt,
        Progress = ApiProgress.Of(run.Progress),
        WaitingFor = run.WaitingFor,
        Waiting = run.Waiting,
    };
}

/// <summary>Everything about one run.</summary>
internal sealed record ApiRun : ApiRunSummary
{
    public required JsonElement Input { get; init; }

    public JsonElement? Output { get; init; }

    public TaskError? Error { get; init; }

    /// <summary>Reviews that wait for a person.</summary>
    public required IReadOnlyList<ApiAwaited> Awaiting { get; init; }

    /// <summary>In the order of the file, then of the index.</summary>
    public required IReadOnlyList<ApiTask> Tasks { get; init; }

    public required IReadOnlyList<ApiArtifact> Artifacts { get; init; }

    /// <summary>When it begins; null once it has.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>The run that started it, or null.</summary>
    public ApiRunLink? Parent { get; init; }

    /// <summary>Runs that it started, as steps or as what follows: the 200 newest, oldest first.</summary>
    public required IReadOnlyList<ApiRunLink> Children { get; init; }

    /// <summary>What should have followed but could not be started.</summary>
    public required IReadOnlyList<ApiUnstartedRun> Unstarted { get; init; }

    public static ApiRun Of(RunDetail run) => new()
    {
        Id = run.Summary.Id.Value,
        Number = run.Summary.Number,
        Workflow = run.Summary.Workflow,
        Version = run.Summary.Version,
        Title = run.Summary.Title,
        State = run.Summary.State,
        StartedBy = run.Summary.StartedBy,
        CreatedAt = run.Summary.CreatedAt,
        CompletedAt = run.Summary.CompletedAt,
        Progress = ApiProgress.Of(run.Summary.Progress),
        WaitingFor = run.Summary.WaitingFor,
        Waiting = run.Summary.Waiting,
        Input = run.Input,
        Output = run.Output,
        Error = run.Error,
        Awaiting = [.. run.Awaiting.Select(review => new ApiAwaited(review.ReviewId.Value, review.Step, review.Queue, review.Assignee, review.Since))],
        Tasks = [.. run.Tasks.Select(ApiTask.Of)],
        Artifacts = [.. run.Artifacts.Select(file => new ApiArtifact(file.Id.Value, file.TaskId.Value, file.Name, file.MediaType, file.Size, file.Sha256))],
        StartsAt = run.StartsAt,
        Parent = run.Parent is { } parent ? ApiRunLink.Of(parent) : null,
        Children = [.. run.Children.Select(ApiRunLink.Of)],
        Unstarted = [.. run.Unstarted.Select(missing => new ApiUnstartedRun(missing.Workflow, missing.Code, missing.Message, missing.At))],
    };
}

/// <summary>Another run that this one belongs to.</summary>
/// <param name="Id">The run.</param>
/// <param name="Number">Its short name for people.</param>
/// <param name="Workflow">Its workflow.</param>
/// <param name="Title">Its title.</param>
/// <param name="State">Its state.</param>
/// <param name="TaskId">The task that started the younger of the two, or null where it followed by `next`.</param>
internal sealed record ApiRunLink(Guid Id, long Number, string Workflow, string Title, RunState State, Guid? TaskId)
{
    public static ApiRunLink Of(RunLink link) => new(link.Id.Value, link.Number, link.Workflow, link.Title, link.State, link.TaskId?.Value);
}

/// <summary>A run that `next` names and that could not be started.</summary>
internal sealed record ApiUnstartedRun(string Workflow, string Code, string Message, DateTimeOffset At);

/// <summary>How far a run is: final tasks, all tasks known so far, and the milestones reached.</summary>
internal sealed record ApiProgress(int Done, int Total, IReadOnlyList<string> Milestones)
{
    public static ApiProgress Of(RunProgress progress) => new(progress.Done, progress.Total, progress.Milestones);
}

/// <summary>A review that a run waits for.</summary>
internal sealed record ApiAwaited(Guid ReviewId, string Step, string Queue, string? Assignee, DateTimeOffset Since);

/// <summary>A stored file; its bytes are at <c>/api/artifacts/{id}</c>.</summary>
internal sealed record ApiArtifact(Guid Id, Guid TaskId, string Name, string MediaType, long Size, string Sha256);

/// <summary>What starts a run. Every member may be left out.</summary>
internal sealed record StartRunBody
{
    /// <summary>The input; an empty object where it is left out.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What the run is called, at most 300 characters; the workflow's title where it is left out.</summary>
    public string? Title { get; init; }

    /// <summary>Higher goes first, -100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>When it begins; now where it is left out or has passed. Until then the run is there, without tasks, and can be cancelled.</summary>
    public DateTimeOffset? StartAt { get; init; }
}

/// <summary>Why a run is changed.</summary>
internal sealed record ChangeRunBody
{
    /// <summary>At most 4,000 characters; shown in the history.</summary>
    public string? Reason { get; init; }
}
