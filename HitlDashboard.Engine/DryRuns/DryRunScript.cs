using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>What a dry run is played with.</summary>
public sealed record DryRunScript
{
    /// <summary>The run's input; an empty object where it is left out.</summary>
    public JsonElement Input { get; init; } = EngineJson.Empty;

    /// <summary>Outputs by step id. For a <c>foreach</c> a list gives each task its own, in order; anything else is given to all.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Decisions by step id: a word (<c>approve</c>, <c>amend</c>, <c>sendBack</c>, <c>reject</c>, or <c>timeout</c> for nobody in time), an object <c>{ decision, reason, output }</c>, or a list of these, one per round. What is not said is approved.</summary>
    public IReadOnlyDictionary<string, JsonElement> Decisions { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
