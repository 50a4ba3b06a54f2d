using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Workflows;

/// <summary>Makes a text the current version of its workflow, or says everything that is wrong with it.</summary>
public sealed class SaveWorkflow
{
    private readonly TaskLedger _ledger;

    private readonly EngineOptions _options;

    internal SaveWorkflow(TaskLedger ledger, EngineOptions options) => (_ledger, _options) = (ledger, options);

    /// <summary>Reads, validates and publishes. The same text again changes nothing.</summary>
    /// <param name="yaml">The YAML text.</param>
    /// <param name="file">The name that errors show.</param>
    /// <param name="expectedName">The name that the definition must have, or null for any.</param>
    /// <param name="actor">Who saves it; needs the role admin.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The new version's hash; NotAllowed <c>invalid-definition</c> with every <see cref="DefinitionError"/> as details, or <c>forbidden</c>.</returns>
    public async Task<Answer<string>> ExecuteAsync(
        string yaml, string file, string? expectedName, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default)
    {
        var read = WorkflowYaml.Read(yaml, file, _options.CalendarNames);
        IReadOnlyList<DefinitionError> errors = read.Definition is { } found && expectedName is not null && found.Name != expectedName
            ? [new DefinitionError(file, 1, 1, "name", $"found '{found.Name}', expected '{expectedName}': the name must be that of the workflow which is saved.")]
            : read.Errors;
        if (errors.Count > 0)
        {
            return new Answer<string>.NotAllowed(new Refusal(
                "invalid-definition", $"The definition has {errors.Count} error{(errors.Count == 1 ? "" : "s")}.", EngineJson.From(errors)));
        }

        return await _ledger.SubmitAsync(new PublishDefinitionCommand(actor, read.Definition!) { Key = key }, cancellation);
    }
}
