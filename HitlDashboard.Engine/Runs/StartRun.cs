using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Runs;

/// <summary>Starts runs of the current version of a workflow.</summary>
public sealed class StartRun
{
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(3650);

    private readonly TaskLedger _ledger;
    private readonly DefinitionCatalog _catalog;
    private readonly TimeProvider _clock;

    internal StartRun(TaskLedger ledger, DefinitionCatalog catalog, TimeProvider clock) =>
        (_ledger, _catalog, _clock) = (ledger, catalog, clock);

    /// <summary>Checks the input, fills in its defaults and starts.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="input">The input; an object where the workflow has a schema.</param>
    /// <param name="actor">Who starts it; needs the role operator.</param>
    /// <param name="title">What the run is called; null means the workflow's title.</param>
    /// <param name="priority">Higher goes first, -100 to 100.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="startAt">When it begins, at most 3,650 days ahead; null or an instant that has passed means now. Until then the run is there, Running and without tasks, and can be cancelled.</param>
    /// <param name="cancellation">Stops waiting; the run may have been made all the same.</param>
    /// <returns>NotAllowed <c>not-found</c>, <c>invalid-input</c> with the violations, or <c>forbidden</c>.</returns>
    public async Task<Answer<RunId>> ExecuteAsync(
        string workflow, JsonElement input, Actor actor, string? title = null, int priority = 0,
        IdempotencyKey? key = null, DateTimeOffset? startAt = null, CancellationToken cancellation = default)
    {
        var definition = await _catalog.CurrentAsync(workflow, cancellation);
        if (definition is null)
        {
            return Refuse("not-found", $"There is no workflow '{workflow}' with a valid version; see the Workflows page.");
        }

        var (full, violations) = RunInput.Check(definition, input);
        if (violations.Count > 0)
        {
            return Refuse("invalid-input", RunInput.Sentence(violations), EngineJson.From(violations));
        }

        if (startAt - _clock.GetUtcNow() > Furthest)
        {
            return Refuse("invalid-input", $"'startAt' is more than {Furthest.TotalDays:0} days away; choose an earlier instant.");
        }

        var command = new StartRunCommand(actor, RunId.New(_clock), definition, full, title, Math.Clamp(priority, -100, 100), startAt) { Key = key };
        return await _ledger.SubmitAsync(command, cancellation);
    }

    private static Answer<RunId> Refuse(string code, string message, JsonElement? details = null) =>
        new Answer<RunId>.NotAllowed(new Refusal(code, message, details));
}
