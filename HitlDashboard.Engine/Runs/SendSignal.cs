using System.Text.Json;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>Gives a run a signal. Needs the role operator.</summary>
public sealed class SendSignal
{
    private readonly TaskLedger _ledger;

    internal SendSignal(TaskLedger ledger) => _ledger = ledger;

    /// <summary>Hands the payload to the step that waits for it, or keeps it until one does; each signal is taken once, in the order of arrival.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="payload">Any JSON, at most 1 MiB; it is the step's output.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; the signal may have been taken all the same.</param>
    /// <returns>Whether a step took it at once; NotAllowed <c>not-found</c>, <c>wrong-state</c> (the run is final), <c>unknown-signal</c>, <c>invalid-payload</c> with the violations, <c>too-many-signals</c> or <c>forbidden</c>.</returns>
    public Task<Answer<bool>> ExecuteAsync(
        RunId run, string name, JsonElement payload, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new SendSignalCommand(actor, run, name, payload) { Key = key }, cancellation);
}
