using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Engine.Runs;

/// <summary>A task's place and state, for counting.</summary>
internal sealed record TaskMark(RunId RunId, string StepId, TaskState State);

/// <summary>Rows as the records that screens and the API show.</summary>
internal static class RunRecords
{
    private static readonly TaskError UnreadableVersion = new(
        "unreadable-definition",
        "The version of the workflow that this run is pinned to can't be read by this server (an older or newer program, or a machine with other time zones): the run waits, and goes on where it can be read.",
        Retryable: false);

    public static RunSummary Summary(RunRow run, WorkflowDefinition? definition, IReadOnlyList<TaskMark> tasks) => new()
    {
        Id = run.Id,
        Number = run.Number,
        Workflow = run.Workflow,
        Version = run.DefinitionHash,
        Title = run.Title,
        State = run.State,
        StartedBy = run.StartedBy,
        CreatedAt = run.CreatedAt,
        CompletedAt = run.CompletedAt,
        Progress = Progress(definition?.Steps ?? [], tasks),
        WaitingFor = run.WaitingFor,
        Waiting = tasks.Count(task => task.State == TaskState.AwaitingReview),
    };

    public static RunDetail Detail(
        RunRow run, WorkflowDefinition? found, List<TaskRow> tasks, List<ReviewRow> open, List<ArtifactRow> artifacts)
    {
        var definition = Expanded(found ?? Unreadable(run), tasks);
        var places = definition.Steps.Select((step, place) => (step.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
        return new RunDetail
        {
            Summary = Summary(run, definition, [.. tasks.Select(task => new TaskMark(task.RunId, task.StepId, task.State))]),
            Definition = definition,
            Input = EngineJson.Parse(run.Input),
            Output = Value(run.Output),
            Error = run.Error is { } error ? EngineJson.Read<TaskError>(error) : found is null ? UnreadableVersion : null,
            StartsAt = RunTransitions.IsFinal(run.State) ? null : run.StartsAt,
            Awaiting = [.. open.Select(review => new AwaitedReview(review.Id, review.StepId, review.Queue, review.Assignee, review.CreatedAt))],
            Tasks = [.. tasks.OrderBy(task => places.GetValueOrDefault(task.StepId, places.Count)).ThenBy(task => task.Index).Select(task => Task(task, definition, task.Awaited is { } awaited ? EngineJson.Read<Awaited>(awaited) : null))],
            Artifacts = [.. artifacts.Select(row => new ArtifactSummary(row.Id, row.TaskId, row.Name, row.MediaType, row.Size, row.Sha256))],
        };
    }

    // What is known about it without its file.
    private static WorkflowDefinition Unreadable(RunRow run) =>
        new() { Name = run.Workflow, Title = run.Title, Steps = [], Hash = run.DefinitionHash, Source = "" };

    /// <summary>With the steps that were planned at run time.</summary>
    private static WorkflowDefinition Expanded(WorkflowDefinition definition, List<TaskRow> tasks) =>
        definition.Steps.All(step => step.Expand is null)
            ? definition
            : PlannedSteps.Expand(definition, tasks.Where(task => task is { State: TaskState.Completed, Output: not null, Index: < 0 })
                .ToDictionary(task => task.StepId, task => EngineJson.Parse(task.Output!), StringComparer.Ordinal));

    public static HistoryEntry Entry(HistoryRow row) => new()
    {
        Seq = row.Seq,
        At = row.At,
        Actor = row.Actor,
        Kind = row.Kind,
        RunId = row.RunId,
        TaskId = row.TaskId,
        ReviewId = row.ReviewId,
        From = row.From,
        Trigger = row.Trigger,
        To = row.To,
        Attempt = row.Attempt,
        Data = Value(row.Data),
    };

    private static RunProgress Progress(IReadOnlyList<StepDefinition> steps, IReadOnlyList<TaskMark> tasks)
    {
        var byStep = tasks.ToLookup(task => task.StepId, StringComparer.Ordinal);
        var known = steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var milestones = steps
            .Where(step => step.Milestone is not null && byStep[step.Id].Any() && byStep[step.Id].All(task => task.State == TaskState.Completed))
            .Select(step => step.Milestone!);
        return new RunProgress(
            tasks.Count(task => TaskTransitions.IsFinal(task.State)),
            steps.Sum(step => Math.Max(1, byStep[step.Id].Count())) + tasks.Count(task => !known.Contains(task.StepId)),
            [.. milestones]);
    }

    public static RunLink Link(RunRow run, TaskId? task) => new(run.Id, run.Number, run.Workflow, run.Title, run.State, task);

    public static UnstartedRun Unstarted(HistoryRow row)
    {
        var data = EngineJson.Parse(row.Data!);
        return new UnstartedRun(
            data.GetProperty("workflow").GetString()!, data.GetProperty("code").GetString()!, data.GetProperty("message").GetString()!, row.At);
    }

    private static TaskDetail Task(TaskRow row, WorkflowDefinition definition, Awaited? awaited) => new()
    {
        Id = row.Id,
        Step = row.StepId,
        Name = definition.Find(row.StepId)?.Name ?? row.StepId,
        Index = row.Index < 0 ? null : row.Index,
        State = row.State,
        Resolution = row.Resolution,
        WaitingFor = row.WaitingFor,
        DueAt = row.DueAt,
        DeadlineAt = row.DeadlineAt,
        Attempt = row.Attempt,
        Round = row.Round,
        Input = Value(row.Input),
        Output = Value(row.Output),
        Error = row.Error is { } error ? EngineJson.Read<TaskError>(error) : null,
        Feedback = row.Feedback,
        Confidence = row.Confidence,
        Signal = awaited?.Signal,
        ChildRunId = awaited?.Run,
        ReviewId = row.ReviewId,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        CompletedAt = row.CompletedAt,
    };

    private static JsonElement? Value(string? text) => text is null ? null : EngineJson.Parse(text);
}
