using System.Text.Json;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>What operators do to one task by hand. Needs the role operator; each is in the history with who, why, and what was there before.</summary>
public sealed class ChangeTask
{
    private readonly TaskLedger _ledger;

    internal ChangeTask(TaskLedger ledger) => _ledger = ledger;

    /// <summary>"Retry from here": a failed task gets fresh attempts; what was skipped or cancelled because of it is planned again. A gate before the activity asks again.</summary>
    /// <param name="task">The failed task.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="input">Parameters instead of the definition's <c>with</c>, as a JSON object; null keeps them.</param>
    /// <param name="reason">At most 4,000 characters, or null.</param>
    /// <param name="key">Makes a repeat harmless.</param>
    /// <param name="cancellation">Stops waiting; what was submitted may still be applied.</param>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c>, <c>invalid-input</c> or <c>forbidden</c> (another input for a step that runs programs needs the role admin).</returns>
    public Task<Answer<TaskState>> RetryAsync(
        TaskId task, Actor actor, JsonElement? input = null, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new ReopenTaskCommand(actor, task, input, Said(reason)) { Key = key }, cancellation);

    /// <summary>Completes a Pending, AwaitingReview or Failed task with this output instead of running it; an open review is withdrawn, a failed run goes on.</summary>
    /// <param name="task">The task.</param>
    /// <param name="actor">Who wants it. Where people decide about the step's result, this is such a decision and needs the role supervisor.</param>
    /// <param name="output">What the steps after it read: any JSON that satisfies the step's output schema, at most 1 MiB.</param>
    /// <param name="reason">At most 4,000 characters, or null.</param>
    /// <param name="key">Makes a repeat harmless.</param>
    /// <param name="cancellation">Stops waiting; what was submitted may still be applied.</param>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c>, <c>invalid-output</c>, <c>invalid-input</c> or <c>forbidden</c>; Stale <c>already-decided</c> while a decision about it is staged.</returns>
    public Task<Answer<TaskState>> SkipAsync(
        TaskId task, Actor actor, JsonElement output, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new SkipTaskCommand(actor, task, output, Said(reason)) { Key = key }, cancellation);

    /// <summary>Replaces the parameters of a Pending or AwaitingReview task. A review of the old ones, or of what came of them, is withdrawn; the step runs with the new ones, after a gate before it asked again.</summary>
    /// <param name="task">The task.</param>
    /// <param name="actor">Who wants it; for a step that runs programs an admin.</param>
    /// <param name="input">Parameters instead of the definition's <c>with</c>, as a JSON object of at most 1 MiB. Values as they are: templates in it are not filled in.</param>
    /// <param name="reason">At most 4,000 characters, or null.</param>
    /// <param name="key">Makes a repeat harmless.</param>
    /// <param name="cancellation">Stops waiting; what was submitted may still be applied.</param>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c>, <c>invalid-input</c> or <c>forbidden</c>; Stale <c>already-decided</c> while a decision about it is staged.</returns>
    public Task<Answer<TaskState>> ChangeInputAsync(
        TaskId task, Actor actor, JsonElement input, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new ChangeInputCommand(actor, task, input, Said(reason)) { Key = key }, cancellation);

    private static string? Said(string? reason) => string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
}
