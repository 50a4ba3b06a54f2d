using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Definitions.Validation;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>What operators give tasks: the checks before anything is written, and the parameters as they are now.</summary>
internal static class Parameters
{
    private const int MaxReason = 4000;

    /// <summary>Kinds whose parameters say what other people or runs do: there is nothing that runs with others.</summary>
    private static readonly string[] Fixed = ["human", "signal", "workflow"];

    /// <summary>Kinds that run programs: what may run is the word of those who may save definitions.</summary>
    private static readonly string[] Programs = ["process", "browser"];

    /// <summary>The parameters that the task would run with, or null where they can't be rendered.</summary>
    public static JsonElement? Of(LedgerSession session, RunImage run, TaskImage task)
    {
        if (task.Input is not null)
        {
            return task.Input;
        }

        try
        {
            return run.Definition.Step(task.StepId).With.Render(run.Values().Scope(session.Now, task.Values, SecretReference.Of));
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    /// <summary>Refuses while a decision about the task waits to take effect: who decided first has decided.</summary>
    public static Answer<TaskState>? Staged(LedgerSession session, TaskImage task)
    {
        if (task is not { State: TaskState.AwaitingReview, ReviewId: { } id } || session.Review(id) is not { State: ReviewState.Staged, DecisionId: { } decision })
        {
            return null;
        }

        var winner = session.Decision(decision);
        return Refuse.Stale<TaskState>(
            "already-decided",
            $"{winner.Actor} already decided: {winner.Verdict}. It takes effect when the time to undo it is over.",
            new { winner = new { user = winner.Actor, decision = winner.Verdict, at = winner.At } });
    }

    public static Answer<TaskState>? WrongReason(string? reason) =>
        reason?.Length > MaxReason ? Refuse.With<TaskState>("invalid-input", $"A reason has at most {MaxReason} characters.") : null;

    /// <summary>Refuses parameters that the step's kind does not take; null where there are none or they are right.</summary>
    public static Answer<TaskState>? WrongInput(LedgerSession session, Actor actor, RunImage run, TaskImage task, JsonElement? given)
    {
        if (given is not { } input)
        {
            return null;
        }

        var step = run.Definition.Step(task.StepId);
        if (Fixed.Contains(step.Uses))
        {
            return Refuse.With<TaskState>("invalid-input", $"A '{step.Uses}' step runs nothing, so its input can't be changed: skip it with an output instead.");
        }

        // Where a secret goes is the word of those who may save definitions, too.
        if ((Programs.Contains(step.Uses) || SecretReference.IsIn(step.With)) && Refuse.Unless<TaskState>(actor, Role.Admin) is { } refused)
        {
            return refused;
        }

        var wrong = Violations(step.Uses, input).ToList();
        if (wrong.Count == 0 && TaskDraft.Of(run.Definition, step, run.Values(), task.Values, session.Now, input).Error is { } error)
        {
            wrong.Add(new SchemaViolation("", error.Message));
        }

        return wrong.Count == 0
            ? null
            : Refuse.With<TaskState>("invalid-input", $"The input can't be used: {string.Join("; ", wrong.Select(violation => violation.Message))}", EngineJson.From(wrong));
    }

    private static IEnumerable<SchemaViolation> Violations(string uses, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || input.GetRawText().Length > PlanLimits.OutputBytes || EngineJson.IsTooDeep(input))
        {
            return [new SchemaViolation("", $"it must be a JSON object of at most 1 MiB and {PlanLimits.Depth} levels, as the step's 'with'.")];
        }

        if (WithFormat.Kinds.GetValueOrDefault(uses) is not { } format)
        {
            return [];
        }

        var unknown = input.EnumerateObject().Where(member => format.Key(member.Name) is null)
            .Select(member => new SchemaViolation(member.Name, $"a '{uses}' step has no '{member.Name}'{Nearest.Hint(member.Name, format.Keys.Select(key => key.Name))}."));
        var missing = format.Keys.Where(key => key.Required && !input.TryGetProperty(key.Name, out _))
            .Select(key => new SchemaViolation(key.Name, $"'{key.Name}' is missing."));
        return unknown.Concat(missing).Concat(
            uses == "delay" && input.TryGetProperty("for", out _) == input.TryGetProperty("until", out _) ? [new SchemaViolation("", "a 'delay' step takes exactly one of 'for' and 'until'.")] : []);
    }
}
