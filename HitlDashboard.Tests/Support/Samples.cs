using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;

namespace HitlDashboard.Tests.Support;

/// <summary>Definitions and rows as the engine would have made them.</summary>
internal static class Samples
{
    public static StepDefinition Step(string id, params string[] needs) => new()
    {
        Id = id,
        Name = id,
        Uses = "process",
        With = ValueTemplate.Compile(EngineJson.Empty),
        Needs = needs,
    };

    public static WorkflowDefinition Workflow(string name, params StepDefinition[] steps) => new()
    {
        Name = name,
        Title = $"Title of {name}",
        Steps = steps,
        Hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name + steps.Length))),
        Source = $"name: {name}\nsteps: []\n",
    };

    public static WorkflowRow Row(WorkflowDefinition definition) => new()
    {
        Name = definition.Name,
        Hash = definition.Hash,
        Title = definition.Title,
        Description = definition.Description,
        UpdatedAt = FixedClock.Noon.AddDays(-1),
    };

    /// <summary>A workflow whose newest file is broken, as a copy of a good one's row.</summary>
    public static WorkflowRow Broken(WorkflowRow good, string source, params DefinitionError[] errors) => new()
    {
        Name = good.Name,
        Hash = good.Hash,
        Title = good.Title,
        Description = good.Description,
        Errors = EngineJson.Write<IReadOnlyList<DefinitionError>>(errors),
        BrokenSource = source,
        UpdatedAt = good.UpdatedAt,
    };

    /// <summary>A workflow that never had a good version.</summary>
    public static WorkflowRow BrokenRow(string name, int errors) => Broken(
        new WorkflowRow { Name = name, Title = name, UpdatedAt = FixedClock.Noon },
        "steps: 1\n",
        [.. Enumerable.Range(1, errors).Select(line => new DefinitionError($"{name}.yaml", line, 1, "steps", "found a number, expected a list."))]);

    public static DefinitionRow Version(WorkflowDefinition definition) => new()
    {
        Hash = definition.Hash,
        Name = definition.Name,
        Source = definition.Source,
        CreatedBy = "engine",
        CreatedAt = FixedClock.Noon.AddDays(-1),
    };

    public static RunRow Run(WorkflowDefinition definition, long number, RunState state = RunState.Running, string? title = null) => new()
    {
        Id = new RunId(Guid.CreateVersion7(FixedClock.Noon.AddMinutes(number))),
        Number = number,
        Workflow = definition.Name,
        DefinitionHash = definition.Hash,
        Title = title ?? definition.Title,
        State = state,
        Priority = 0,
        Input = """{"repository":"demo"}""",
        Error = state == RunState.Failed ? EngineJson.Write(new TaskError("exit-1", "Step 'draft': The program ended with 1.", Retryable: true)) : null,
        StartedBy = "ben",
        CreatedAt = FixedClock.Noon.AddMinutes(-30),
        CompletedAt = RunTransitions.IsFinal(state) ? FixedClock.Noon.AddMinutes(-10) : null,
    };

    public static TaskRow Task(RunRow run, string step, TaskState state, Resolution? resolution = null, int index = -1) => new()
    {
        Id = TaskId.New(TimeProvider.System),
        RunId = run.Id,
        StepId = step,
        Index = index,
        State = state,
        Resolution = resolution,
        Priority = 0,
        Attempt = state == TaskState.Pending ? 0 : 1,
        AttemptBase = 0,
        Round = 1,
        Fence = 1,
        Output = state == TaskState.Completed ? """{"text":"done"}""" : null,
        Error = resolution == Resolution.Error ? EngineJson.Write(new TaskError("exit-1", "The program ended with 1.", Retryable: true)) : null,
        CreatedAt = run.CreatedAt,
        StartedAt = state == TaskState.Pending ? null : run.CreatedAt.AddMinutes(1),
        CompletedAt = TaskTransitions.IsFinal(state) ? run.CreatedAt.AddMinutes(5) : null,
    };

    public static ReviewRow Review(RunRow run, TaskRow task, long number, string queue = "editors", Risk risk = Risk.Medium) => new()
    {
        Id = ReviewId.New(TimeProvider.System),
        Number = number,
        RunId = run.Id,
        TaskId = task.Id,
        Workflow = run.Workflow,
        StepId = task.StepId,
        Round = 1,
        Subject = ReviewSubject.Output,
        State = ReviewState.Open,
        Version = 1,
        Digest = new string('a', 64),
        Queue = queue,
        Risk = risk,
        Priority = 0,
        UrgentAt = FixedClock.Noon.AddMinutes(number),
        Title = $"Review {number}",
        Kind = ArtifactKind.Text,
        Request = "{}",
        CreatedAt = FixedClock.Noon.AddMinutes(-number),
    };

    public static HistoryRow History(long seq, RunRow run, string kind, string trigger, string? from, string? to, TaskRow? task = null, object? data = null) => new()
    {
        Seq = seq,
        RunId = run.Id,
        TaskId = task?.Id,
        Kind = kind,
        Trigger = trigger,
        From = from,
        To = to,
        Attempt = task?.Attempt,
        Actor = "ben",
        At = FixedClock.Noon.AddMinutes(-30).AddSeconds(seq),
        Data = data is null ? null : JsonSerializer.Serialize(data, EngineJson.Options),
    };
}
