using HitlDashboard.Engine.Definitions.Validation;

namespace HitlDashboard.Engine.Definitions;

/// <summary>What <c>uses</c> can name, with the keys that its <c>with</c> takes.</summary>
public static class StepKinds
{
    /// <summary>Every kind of this version by name.</summary>
    public static IReadOnlyDictionary<string, StepKind> All { get; } = WithFormat.Kinds.ToDictionary(
        kind => kind.Key,
        kind => new StepKind(
            kind.Key,
            [.. (kind.Value?.Keys ?? []).Where(key => key.Required).Select(key => key.Name)],
            kind.Value is null ? null : [.. kind.Value.Keys.Where(key => !key.Required).Select(key => key.Name)]),
        StringComparer.Ordinal);
}

/// <summary>One kind of step.</summary>
/// <param name="Name">The name that <c>uses</c> gives.</param>
/// <param name="Required">Keys that <c>with</c> must have.</param>
/// <param name="Optional">Keys that <c>with</c> may have; null means any.</param>
public sealed record StepKind(string Name, IReadOnlyList<string> Required, IReadOnlyList<string>? Optional);
