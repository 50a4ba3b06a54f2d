using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Completes a task that waits or failed with an output that a person gives. The steps after it go on as if it had run.</summary>
internal static class SkipHandler
{
    public static Answer<TaskState> Skip(LedgerSession session, SkipTaskCommand command)
    {
        if (Refuse.Unless<TaskState>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        if (session.Task(command.TaskId) is not var (run, task))
        {
            return Refuse.NotFound<TaskState>("task", command.TaskId);
        }

        if (Wrong(session, command, run, task) is { } wrong)
        {
            return wrong;
        }

        Apply(session, command, run, task);
        return new Answer<TaskState>.Applied(task.State);
    }

    private static void Apply(LedgerSession session, SkipTaskCommand command, RunImage run, TaskImage task)
    {
        var wasFailed = task.State == TaskState.Failed;
        if (wasFailed)
        {
            Retrying.Prepare(session, command.Actor, run, task);
        }
        else if (task is { State: TaskState.AwaitingReview, ReviewId: { } review })
        {
            ReviewMoves.Withdraw(session, command.Actor, run, review);
        }

        TaskMoves.Fire(
            session, command.Actor, run, task, TaskTrigger.Skip,
            changed => (changed.Output, changed.Error) = (command.Output, null),
            new { step = task.StepId, command.Reason, command.Output });
        if (wasFailed)
        {
            Retrying.GoOn(session, command.Actor, run, task.StepId);
        }
        else
        {
            RunMoves.Advance(session, run);
        }
    }

    private static Answer<TaskState>? Wrong(LedgerSession session, SkipTaskCommand command, RunImage run, TaskImage task)
    {
        if (!TaskMoves.Can(task, TaskTrigger.Skip) || (task.State == TaskState.Failed && !Retrying.IsPossible(run)) || run.WaitingFor is not null)
        {
            return Refuse.With<TaskState>(
                "wrong-state", $"The task is {task.State} and its run {run.State}: only a task that waits or failed, of a run that has begun and can go on, can be skipped.");
        }

        // Whoever gives the output of a step that people decide about decides about it.
        var step = run.Definition.Step(task.StepId);
        var isDecision = step.Review is not null || step.Uses == "human" || task.State == TaskState.AwaitingReview;
        return (isDecision ? Refuse.Unless<TaskState>(command.Actor, Role.Supervisor) : null) ?? NotAlone(step)
            ?? Parameters.Staged(session, task) ?? Parameters.WrongReason(command.Reason) ?? WrongOutput(session, step, task, command.Output);
    }

    // One person's output would pass by those who have to agree about it.
    private static Answer<TaskState>? NotAlone(StepDefinition step) => step.Review is { } review && (review.Approvals > 1 || review.Exclude.Count > 0)
        ? Refuse.With<TaskState>("separation-of-duties", "Several people have to agree about this step, so nobody can skip it alone: decide its review, or retry it so that it asks again.")
        : null;

    private static Answer<TaskState>? WrongOutput(LedgerSession session, StepDefinition step, TaskImage task, JsonElement output)
    {
        if (output.GetRawText().Length > PlanLimits.OutputBytes || EngineJson.IsTooDeep(output))
        {
            return Refuse.With<TaskState>("invalid-output", $"An output has at most 1 MiB of JSON and {PlanLimits.Depth} levels.");
        }

        if (step.Expand is not null)
        {
            return Refuse.With<TaskState>("invalid-output", "The step's output is a plan of further steps, which nobody can give by hand: retry it with another input.");
        }

        var form = task.ReviewId is { } id ? session.Review(id)?.Request is { Subject: ReviewSubject.Human } request ? request.Form : null : null;
        var violations = new[] { step.OutputSchema, form }.OfType<JsonElement>().SelectMany(schema => JsonSchemas.Validate(schema, output)).ToList();
        return violations.Count == 0
            ? null
            : Refuse.With<TaskState>(
                "invalid-output",
                $"The output breaks the step's contract: {string.Join("; ", violations.Select(violation => $"{violation.Path}: {violation.Message}".TrimStart(':', ' ')))}",
                EngineJson.From(violations));
    }
}
