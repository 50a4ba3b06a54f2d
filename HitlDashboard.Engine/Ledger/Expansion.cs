using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Plans that become part of a run: read once more by the writer, because only here it is certain what else the run has.</summary>
internal static class Expansion
{
    /// <summary>Why this can't be the output of the task, or null.</summary>
    public static TaskError? Problem(RunImage run, TaskImage task, JsonElement? output)
    {
        if (run.Definition.Find(task.StepId) is not { Expand: not null } step || output is not { } plan)
        {
            return null;
        }

        var read = PlannedSteps.Read(run.Definition, step, plan);
        var toCome = run.Definition.Steps.Count(other => !run.Counts.ContainsKey(other.Id));
        var tasks = run.Past.Superseded + run.Counts.Values.Sum(count => count.Expected) + toCome + read.Steps.Count;
        var problem = read.Problem ?? (tasks > PlanLimits.Tasks ? $"The plan has {read.Steps.Count} steps; a run has at most {PlanLimits.Tasks} tasks in all." : null);
        return problem is null ? null : new TaskError("invalid-plan", problem, Retryable: false);
    }

    /// <summary>An outcome that can't stand becomes a failure.</summary>
    public static TaskOutcome Check(RunImage run, TaskImage task, TaskOutcome outcome)
    {
        var output = outcome switch
        {
            TaskOutcome.Succeed done => done.Output,
            TaskOutcome.Submit submitted => submitted.Output,
            _ => (JsonElement?)null,
        };
        return Problem(run, task, output) is { } error ? new TaskOutcome.Fail(error, TimedOut: false) { Artifacts = outcome.Artifacts } : outcome;
    }

    /// <summary>Tells the history what was added to the run.</summary>
    public static void Record(LedgerSession session, Actor actor, RunImage run, TaskImage task)
    {
        if (run.Definition.Step(task.StepId).Expand is not null && task is { State: TaskState.Completed, Output: not null })
        {
            session.Write("task", actor, "Expand", new HistoryFacts(run.Id, task.Id, Attempt: task.Attempt, Data: new
            {
                step = task.StepId,
                steps = run.Definition.Steps.Where(step => step.PlannedBy == task.StepId).Select(step => step.Id).ToList(),
            }));
        }
    }
}
