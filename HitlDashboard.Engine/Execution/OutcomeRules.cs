using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Execution;

/// <summary>What an attempt's result means for its task: handoff contract, gate, retry policy. Chance and time are drawn here, once, and recorded with the outcome.</summary>
internal sealed class OutcomeRules(TimeProvider clock)
{
    public TaskOutcome Judge(ClaimedTask task, ActivityOutcome outcome) => outcome switch
    {
        ActivityOutcome.Produced produced => JudgeOutput(task, produced),
        ActivityOutcome.Failed failed => JudgeFailure(task, failed),
        _ => throw new InvalidOperationException($"No outcome {outcome.GetType().Name} is known."),
    };

    private TaskOutcome JudgeOutput(ClaimedTask task, ActivityOutcome.Produced produced)
    {
        if (produced.Output.GetRawText().Length > PlanLimits.OutputBytes)
        {
            return JudgeFailure(task, new ActivityOutcome.Failed("output-too-large", "The output is larger than 1 MiB: store it as an artifact.", Retryable: false));
        }

        if (EngineJson.IsTooDeep(produced.Output))
        {
            return JudgeFailure(task, new ActivityOutcome.Failed("output-too-deep", $"The output is nested deeper than {PlanLimits.Depth} levels: store it as an artifact.", Retryable: false));
        }

        var violations = task.Step.OutputSchema is { } schema ? JsonSchemas.Validate(schema, produced.Output) : [];
        if (violations.Count > 0)
        {
            var list = string.Join("; ", violations.Select(violation => $"{violation.Path}: {violation.Message}".TrimStart(':', ' ')));
            return JudgeFailure(task, new ActivityOutcome.Failed("schema", $"The output breaks the step's contract: {list}", Retryable: true));
        }

        var now = clock.GetUtcNow();
        var values = new TaskValues(task.Item, task.Index, task.Round, task.Feedback, produced.Output);
        if (!ReviewComposer.IsAsked(task.Step, task.Values.Scope(now, values), Random.Shared.NextDouble()))
        {
            return new TaskOutcome.Succeed(produced.Output, produced.Confidence);
        }

        try
        {
            var request = ReviewComposer.Output(task.Definition, task.Step, task.Values, values, produced.Output, produced.Confidence, now);
            return new TaskOutcome.Submit(produced.Output, produced.Confidence, request);
        }
        catch (TemplateException exception)
        {
            return JudgeFailure(task, new ActivityOutcome.Failed("review", $"The review can't be composed: {exception.Message}", Retryable: false));
        }
    }

    private TaskOutcome JudgeFailure(ClaimedTask task, ActivityOutcome.Failed failed)
    {
        var now = clock.GetUtcNow();
        var error = new TaskError(failed.Code, failed.Message, failed.Retryable);
        var attempt = task.Attempt - task.AttemptBase;
        if (task.Step.Retry.Allows(attempt, failed.Code, failed.Retryable))
        {
            var wait = task.Step.Retry.DelayAfter(attempt, Random.Shared.NextDouble());
            return new TaskOutcome.Retry(error, now + (failed.RetryAfter > wait ? failed.RetryAfter.Value : wait));
        }

        if (task.Step.OnFailure == FailureRule.Review)
        {
            var values = new TaskValues(task.Item, task.Index, task.Round, task.Feedback);
            return new TaskOutcome.Escalate(error, ReviewComposer.Failure(task.Definition, task.Step, task.Values, values, error, now));
        }

        return new TaskOutcome.Fail(error, failed.Code == "timeout");
    }
}
