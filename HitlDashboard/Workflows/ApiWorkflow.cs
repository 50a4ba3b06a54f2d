using System.Text.Json;
using HitlDashboard.Doors;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Workflows;

namespace HitlDashboard.Workflows;

/// <summary>A workflow in a list.</summary>
internal record ApiWorkflow
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>The current version's hash, or null where no valid file was ever read.</summary>
    public string? Version { get; init; }

    /// <summary>What is wrong with the newest file; empty where it is the current version.</summary>
    public required IReadOnlyList<ApiError> Errors { get; init; }

    public required int OpenRuns { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static ApiWorkflow Of(WorkflowSummary summary) => new()
    {
        Name = summary.Name,
        Title = summary.Title,
        Description = summary.Description,
        Version = summary.Version,
        Errors = ErrorsOf(summary.Errors),
        OpenRuns = summary.OpenRuns,
        UpdatedAt = summary.UpdatedAt,
    };

    public static IReadOnlyList<ApiError> ErrorsOf(IEnumerable<DefinitionError> errors) =>
        [.. errors.Select(error => new ApiError(error.Path, error.Line, error.Column, error.Message))];
}

/// <summary>Everything about one workflow.</summary>
internal sealed record ApiWorkflowDetail : ApiWorkflow
{
    /// <summary>JSON Schema of the input, or null where anything is taken.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>The current version's steps and what each waits for, or null.</summary>
    public ApiGraph? Graph { get; init; }

    /// <summary>The current version's text, or null.</summary>
    public string? Source { get; init; }

    /// <summary>When runs of the current version start by themselves.</summary>
    public required IReadOnlyList<ApiSchedule> Schedules { get; init; }

    /// <summary>Every version, newest first, with the runs that are pinned to it and not final.</summary>
    public required IReadOnlyList<ApiWorkflowVersion> Versions { get; init; }

    public static ApiWorkflowDetail Of(WorkflowDetail detail) => new()
    {
        Name = detail.Summary.Name,
        Title = detail.Summary.Title,
        Description = detail.Summary.Description,
        Version = detail.Summary.Version,
        Errors = ErrorsOf(detail.Summary.Errors),
        OpenRuns = detail.Summary.OpenRuns,
        UpdatedAt = detail.Summary.UpdatedAt,
        InputSchema = detail.Definition?.Input,
        Graph = detail.Definition is { } definition ? ApiGraph.Of(definition) : null,
        Source = detail.Definition?.Source,
        Schedules = [.. detail.Schedules.Select(ApiSchedule.Of)],
        Versions = [.. detail.Versions.Select(version => new ApiWorkflowVersion(version.Hash, version.CreatedAt, version.CreatedBy, version.OpenRuns))],
    };
}

/// <summary>One version of a workflow.</summary>
internal sealed record ApiWorkflowVersion(string Version, DateTimeOffset CreatedAt, string CreatedBy, int OpenRuns);

/// <summary>One schedule, with its next instants (at most five), what it last did, and why its last instant got no run.</summary>
internal sealed record ApiSchedule(
    string Cron, string TimeZone, CatchUpRule CatchUp, OverlapRule Overlap, IReadOnlyList<DateTimeOffset> Next, DateTimeOffset? LastAt, Guid? LastRunId, int Queued, string? Problem)
{
    public static ApiSchedule Of(ScheduleDetail schedule) => new(
        schedule.Cron, schedule.TimeZone, schedule.CatchUp, schedule.Overlap, schedule.Next, schedule.LastAt, schedule.LastRunId?.Value, schedule.Queued, schedule.Problem);
}

/// <summary>A definition's steps and the order between them.</summary>
internal sealed record ApiGraph(IReadOnlyList<ApiGraphStep> Steps, IReadOnlyList<ApiGraphEdge> Edges)
{
    public static ApiGraph Of(WorkflowDefinition definition) => new(
        [.. definition.Steps.Select(step => new ApiGraphStep(step.Id, step.Name, step.Uses, step.Review is not null || step.Uses == "human", step.ForEach is not null))],
        [.. definition.Steps.SelectMany(step => step.Needs.Select(need => new ApiGraphEdge(need, step.Id)))]);
}

/// <summary>One step.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="Uses">Its kind.</param>
/// <param name="AsksPeople">Whether it has a gate or is a form.</param>
/// <param name="IsList">Whether it has one task per element of a list.</param>
internal sealed record ApiGraphStep(string Id, string Name, string Uses, bool AsksPeople, bool IsList);

/// <summary>One step waits for another.</summary>
internal sealed record ApiGraphEdge(string From, string To);

/// <summary>The text is a valid workflow.</summary>
internal sealed record ApiValidation(bool Valid, string Name, string Version, ApiGraph Graph);
