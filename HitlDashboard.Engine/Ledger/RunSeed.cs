using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>A run that can be made: everything about it was checked.</summary>
internal sealed record RunSeed
{
    public required RunId Id { get; init; }

    public required WorkflowDefinition Definition { get; init; }

    public required JsonElement Input { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>The person whom the key that started it belongs to; null where the starter is the person.</summary>
    public string? Starter { get; init; }

    public string? Title { get; init; }

    public int Priority { get; init; }

    public RunId? ParentRun { get; init; }

    public TaskId? ParentTask { get; init; }

    public RunId? Root { get; init; }

    public int Depth { get; init; }

    public int Hops { get; init; }

    public string? Schedule { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>A run of a workflow's current version, or why there can be none.</summary>
    public static (RunSeed? Seed, TaskError? Error) Of(LedgerSession session, string workflow, JsonElement input, string startedBy)
    {
        if (session.Current(workflow) is not { } definition)
        {
            return (null, new TaskError("unknown-workflow", $"There is no workflow '{workflow}' with a valid version.", Retryable: false));
        }

        var (full, violations) = RunInput.Check(definition, input);
        return violations.Count > 0
            ? (null, new TaskError("invalid-input", $"Workflow '{workflow}': {RunInput.Sentence(violations)}", Retryable: false))
            : (new RunSeed { Id = RunId.New(session.Clock), Definition = definition, Input = full, StartedBy = startedBy }, null);
    }

    /// <summary>The same for a run that another run brings about: who started that one started this one too.</summary>
    public static (RunSeed? Seed, TaskError? Error) From(LedgerSession session, RunImage parent, string workflow, JsonElement input, TaskId? task)
    {
        var (depth, hops) = task is null ? (parent.Depth, parent.Hops + 1) : (parent.Depth + 1, parent.Hops);
        var root = parent.RootRunId ?? parent.Id;
        if (Excess(session, root, depth, hops) is { } excess)
        {
            return (null, new TaskError("too-many-runs", $"Workflow '{workflow}' is not started: {excess}", Retryable: false));
        }

        var (seed, error) = Of(session, workflow, input, parent.StartedBy);
        return (seed is null ? null : seed with
        {
            Starter = parent.Starter,
            Priority = parent.Priority,
            ParentRun = parent.Id,
            ParentTask = task,
            Root = root,
            Depth = depth,
            Hops = hops,
        }, error);
    }

    private static string? Excess(LedgerSession session, RunId root, int depth, int hops) =>
        depth > PlanLimits.RunDepth ? $"runs that start runs may nest {PlanLimits.RunDepth} deep; a workflow that starts itself needs a condition that ends it."
        : hops > PlanLimits.RunHops ? $"{PlanLimits.RunHops} runs followed each other by 'next'; a circle needs a condition that ends it, and what goes on for ever a schedule."
        : session.Family(root) >= PlanLimits.RunFamily ? $"the first run brought {PlanLimits.RunFamily} others about, which is the most."
        : null;
}
