using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Composes what a person is asked. Pure; a template that can't be rendered is a <see cref="TemplateException"/>.</summary>
public static class ReviewComposer
{
    private static readonly ReviewDefinition Default = new();

    /// <summary>About an activity's output.</summary>
    public static ReviewRequest Output(
        WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, JsonElement output, double? confidence, DateTimeOffset now)
    {
        var review = step.Review ?? Default;
        var shown = task with { Output = output };
        var request = Compose(definition, step, review, ReviewSubject.Output, values, shown, output, now);
        return request with { Confidence = confidence, Schema = step.OutputSchema };
    }

    /// <summary>About an action that has not run yet.</summary>
    public static ReviewRequest Action(
        WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, JsonElement parameters, DateTimeOffset now) =>
        Compose(definition, step, step.Review ?? Default, ReviewSubject.Action, values, task with { Output = parameters }, parameters, now);

    /// <summary>About an activity that failed for good.</summary>
    public static ReviewRequest Failure(
        WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, TaskError error, DateTimeOffset now)
    {
        var review = (step.Review ?? Default) with { Show = null, Kind = ArtifactKind.Json, Evidence = [], Instructions = null, Title = null };
        var request = Compose(definition, step, review, ReviewSubject.Failure, values, task, EngineJson.From(error), now);
        return request with { Title = $"{step.Name} failed: {error.Message}".Limit(300), Error = error, Subjected = EngineJson.Empty, Schema = step.OutputSchema };
    }

    /// <summary>A <c>human</c> step.</summary>
    public static ReviewRequest Human(WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, DateTimeOffset now)
    {
        var with = step.With.Render(values.Scope(now, task));
        var review = step.Review ?? Default;
        JsonElement? form = with.TryGetProperty("form", out var schema) ? schema : null;
        var request = Compose(definition, step, review with { Form = form }, ReviewSubject.Human, values, task, EngineJson.Empty, now);
        return request with
        {
            Instructions = with.TryGetProperty("instructions", out var text) ? text.ToString() : request.Instructions,
            Schema = form,
        };
    }

    /// <summary>The same question about content that somebody changed, which others have to approve now.</summary>
    public static ReviewRequest Revised(
        WorkflowDefinition definition, StepDefinition step, RunValues values, TaskValues task, ReviewRequest request, JsonElement content, DateTimeOffset now)
    {
        var review = step.Review ?? Default;
        var isShown = request.Subject is ReviewSubject.Output or ReviewSubject.Action;
        var shown = isShown ? Compose(definition, step, review, request.Subject, values, task with { Output = content }, content, now) : null;
        return request with
        {
            Title = shown?.Title ?? request.Title,
            Instructions = shown?.Instructions ?? request.Instructions,
            Content = shown?.Content ?? content,
            Evidence = shown?.Evidence ?? request.Evidence,
            Subjected = content,
            Original = request.Original ?? request.Subjected,
            Allowed = request.Allowed.Contains(Verdict.Approve) ? request.Allowed : [Verdict.Approve, .. request.Allowed],
        };
    }

    /// <summary>Whether a person is asked about this output. Fails closed: where the condition gives an error, a person is asked.</summary>
    /// <param name="step">The step.</param>
    /// <param name="scope">The scope with the output in it.</param>
    /// <param name="chance">A draw from 0 to 1 for <c>sample</c>, drawn once by the caller.</param>
    public static bool IsAsked(StepDefinition step, ValueScope scope, double chance)
    {
        if (step.Review is not { Before: false } review)
        {
            return false;
        }

        try
        {
            return review.When is null || review.When.Evaluate(scope) || chance < review.Sample;
        }
        catch (ConditionException)
        {
            return true;
        }
    }

    private static ReviewRequest Compose(
        WorkflowDefinition definition, StepDefinition step, ReviewDefinition review, ReviewSubject subject,
        RunValues values, TaskValues task, JsonElement subjected, DateTimeOffset now)
    {
        var scope = values.Scope(now, task);
        var past = values.Past.Steps.GetValueOrDefault(step.Id);
        var back = subject != ReviewSubject.Failure && review.GoTo is { } rule && (past?.GoneBack ?? 0) < rule.Rounds ? rule.Step : null;
        var canAmend = review.Form is not null || review.Edit.Count > 0;
        return new ReviewRequest
        {
            Subject = subject,
            Title = (review.Title?.RenderText(scope) ?? $"{step.Name}: {definition.Title}").Limit(300),
            Instructions = review.Instructions?.RenderText(scope),
            Kind = review.Kind,
            Content = Content(review, scope, subjected),
            Subjected = subjected,
            Editable = review.Edit,
            Form = review.Form,
            Evidence = [.. review.Evidence.Select(fact => new Evidence(fact.Label, fact.Value.RenderText(scope)))],
            Allowed = ReviewTransitions.Allowed(subject, canAmend, task.Round - (past?.Round ?? 0) <= review.Rounds),
            Reasons = review.Reasons,
            Queue = review.Queue,
            Assignee = review.Assignees.Count > 0 ? review.Assignees[0] : null,
            Risk = review.Risk,
            Priority = review.Priority,
            UndoSeconds = Math.Max(UndoSeconds(review.Risk), (int)(review.Undo?.TotalSeconds ?? 0)),
            DueAt = review.Due is { } due ? now + due : null,
            Due = review.Due,
            Calendar = review.Calendar,
            OnTimeout = review.OnTimeout,
            OnReject = review.OnReject == RejectRule.GoTo && back is null ? RejectRule.Fail : review.OnReject,
            BackTo = back is null ? null : definition.Step(back).Name,
            Reminders = review.Reminders,
            EscalateTo = review.EscalateTo,
            Notify = review.Notify,
            Approvals = review.Approvals,
            Exclude = review.Exclude,
            Then = [.. definition.Steps.Where(other => other.Needs.Contains(step.Id)).Select(other => other.Name)],
        };
    }

    private static JsonElement Content(ReviewDefinition review, ValueScope scope, JsonElement subjected)
    {
        var isText = review.Kind is ArtifactKind.Text or ArtifactKind.Markdown or ArtifactKind.Code or ArtifactKind.Diff or ArtifactKind.Html;
        return (review.Show, isText) switch
        {
            (null, _) => subjected,
            ({ } show, true) => JsonSerializer.SerializeToElement(show.RenderText(scope)),
            ({ } show, false) => show.Render(scope),
        };
    }

    /// <summary>The shortest undo window of a tier that the pages use.</summary>
    public static int UndoSeconds(Risk risk) => risk switch { Risk.Low or Risk.Medium => 8, Risk.High => 15, Risk.Critical => 30 };

    private static string Limit(this string text, int length) => text.Length <= length ? text : string.Concat(text.AsSpan(0, length - 1), "…");
}
