using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>What a final step leaves behind for the others to read.</summary>
internal static class StepValues
{
    /// <param name="step">The step.</param>
    /// <param name="count">How it and all that it planned ended.</param>
    /// <param name="tasks">Its own tasks.</param>
    /// <param name="graph">The run's graph.</param>
    /// <param name="counts">How each step ended.</param>
    /// <param name="values">The values of the steps that are final.</param>
    public static StepValue Of(
        StepDefinition step, StepCount count, List<TaskImage> tasks, RunGraph graph, IReadOnlyDictionary<string, StepCount> counts, IReadOnlyDictionary<string, StepValue> values)
    {
        if (step.Expand is not null && tasks[0] is { State: TaskState.Completed, Resolution: not Resolution.Skipped } expanded)
        {
            return OfPlan(expanded, [.. graph.Planned[step.Id]], part => WholeStep.IsFailure(graph, part, WholeStep.Count(graph, counts, part.Id)), values);
        }

        if (count.Items is null)
        {
            var task = tasks[0];
            return new StepValue(task.State, task.Resolution!.Value, Standing(task), task.Error, task.Feedback);
        }

        var outputs = tasks.OrderBy(task => task.Index).Select(task => Standing(task) ?? EngineJson.Null).ToList();
        var failed = count.Failed(step);
        var first = tasks.Find(task => task.State == TaskState.Failed);
        return new StepValue(
            failed ? TaskState.Failed : TaskState.Completed,
            failed ? first!.Resolution!.Value : Resolution.Succeeded,
            EngineJson.From(outputs),
            first?.Error,
            null);
    }

    /// <summary>The outputs of what was planned, by step; it failed where one of these did.</summary>
    private static StepValue OfPlan(
        TaskImage expanded, List<StepDefinition> planned, Predicate<StepDefinition> isFailure, IReadOnlyDictionary<string, StepValue> values)
    {
        var outputs = planned.ToDictionary(part => part.Id, part => values[part.Id].Output ?? EngineJson.Null, StringComparer.Ordinal);
        var failed = planned.Find(isFailure) is { } part ? values[part.Id] : null;
        return new StepValue(
            failed is null ? TaskState.Completed : TaskState.Failed,
            failed?.Resolution ?? expanded.Resolution!.Value,
            EngineJson.From(outputs),
            failed?.Error,
            expanded.Feedback);
    }

    /// <summary>What a person rejected is kept in the history, but no other step may build on it.</summary>
    private static JsonElement? Standing(TaskImage task) => task.State == TaskState.Completed ? task.Output : null;
}
