using System.Globalization;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>How a new task begins: run, wait for an instant, or ask a person first.</summary>
internal static class TaskDraft
{
    /// <param name="definition">The definition.</param>
    /// <param name="step">The step.</param>
    /// <param name="values">What its templates read.</param>
    /// <param name="task">What belongs to the task.</param>
    /// <param name="now">Due times are counted from it.</param>
    /// <param name="input">Parameters that a person gave instead of the definition's, or null.</param>
    public static PlannedTask Of(WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, DateTimeOffset now, JsonElement? input = null)
    {
        var planned = new PlannedTask(step.Id, task.Index, task.Item, PlannedAction.Run);
        try
        {
            if (step.Uses == "human")
            {
                return planned with { Action = PlannedAction.Ask, Request = ReviewComposer.Human(definition, step, values, task, now) };
            }

            if (step.Review?.Before == true)
            {
                // Who approves sees which secret is used, never its value; it is put in when the activity runs.
                var parameters = input ?? step.With.Render(values.Scope(now, task, SecretReference.Of));
                return planned with { Action = PlannedAction.Ask, Request = ReviewComposer.Action(definition, step, values, task, parameters, now) };
            }

            return step.Uses == "delay" ? planned with { DueAt = DueAt(input ?? step.With.Render(values.Scope(now, task)), now) } : planned;
        }
        catch (Exception exception) when (exception is TemplateException or ConditionException or FormatException)
        {
            return planned with { Error = new TaskError("plan-error", exception.Message, Retryable: false) };
        }
    }

    private static DateTimeOffset DueAt(JsonElement with, DateTimeOffset now)
    {
        if (with.TryGetProperty("for", out var length))
        {
            return Durations.TryParse(length.ToString(), out var span)
                ? now + span
                : throw new FormatException($"'for' is '{length}', expected a duration as 90s, 5m, 4h or 2d.");
        }

        var until = with.GetProperty("until").ToString();
        return DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new FormatException($"'until' is '{until}', expected an instant as 2030-01-31T08:00:00Z.");
    }
}
