using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What runs next: a pure function of the definition, the steps' counts and the run's values. The same outcomes always give the same plan.</summary>
public static class RunPlanner
{
    /// <summary>Plans.</summary>
    /// <param name="definition">The definition that the run is pinned to.</param>
    /// <param name="counts">The steps that were planned before.</param>
    /// <param name="values">What templates and conditions can read.</param>
    /// <param name="now">The instant of planning; due times are counted from it.</param>
    public static Plan Plan(
        WorkflowDefinition definition, IReadOnlyDictionary<string, StepCount> counts, RunValues values, DateTimeOffset now)
    {
        var graph = RunGraph.Of(definition);
        var failed = definition.Steps.FirstOrDefault(step =>
            counts.TryGetValue(step.Id, out var count) && count.Failed(step) && !graph.IsHandled(step, values.Steps));
        var failsFast = failed is not null && definition.FailFast;
        var draft = new PlanDraft(definition, counts, values, now);
        if (failsFast)
        {
            draft.GiveUp(graph.Always);
        }

        draft.Unfold(step => !failsFast || graph.Always.Contains(step.Id));
        var isOver = draft.Tasks.All(task => task.Action == PlannedAction.Skip) && draft.Unfinished(failsFast ? graph.Always : null) == 0;
        return new Plan
        {
            Tasks = draft.Tasks,
            Unfolded = draft.Unfolded,
            CancelOthers = failsFast,
            Spared = graph.Always,
            FailedStep = failed?.Id,
            End = (isOver, failed) switch
            {
                (false, _) => null,
                (true, null) => RunTrigger.Complete,
                (true, _) => RunTrigger.Fail,
            },
        };
    }
}
