using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>Pauses, resumes and cancels runs. Needs the role operator.</summary>
public sealed class ChangeRun
{
    private readonly TaskLedger _ledger;

    internal ChangeRun(TaskLedger ledger) => _ledger = ledger;

    /// <summary>Claims nothing new until it is resumed; what runs may finish, reviews may be decided.</summary>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c> or <c>forbidden</c>.</returns>
    public Task<Answer<RunState>> PauseAsync(RunId run, Actor actor, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        SubmitAsync(run, RunTrigger.Pause, actor, reason, key, cancellation);

    /// <summary>Goes on after a pause.</summary>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c> or <c>forbidden</c>.</returns>
    public Task<Answer<RunState>> ResumeAsync(RunId run, Actor actor, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        SubmitAsync(run, RunTrigger.Resume, actor, reason, key, cancellation);

    /// <summary>Ends the run: running activities are stopped, open reviews are withdrawn. Final.</summary>
    /// <returns>NotAllowed <c>not-found</c>, <c>wrong-state</c> or <c>forbidden</c>.</returns>
    public Task<Answer<RunState>> CancelAsync(RunId run, Actor actor, string? reason = null, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        SubmitAsync(run, RunTrigger.Cancel, actor, reason, key, cancellation);

    private Task<Answer<RunState>> SubmitAsync(
        RunId run, RunTrigger trigger, Actor actor, string? reason, IdempotencyKey? key, CancellationToken cancellation) =>
        _ledger.SubmitAsync(new ChangeRunCommand(actor, run, trigger, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()) { Key = key }, cancellation);
}
