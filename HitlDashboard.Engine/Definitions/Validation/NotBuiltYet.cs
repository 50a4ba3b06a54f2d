using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>What the format has and this version does not. Each is refused with one sentence rather than ignored.</summary>
internal static class NotBuiltYet
{
    /// <summary>Kinds of steps.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["worker", "agent", "merge", "evaluate", "experiment"];

    /// <summary>Why this entry can't be used in this version, or null where it is no such entry.</summary>
    public static string? Reason(FormatObject format, YamlEntry entry) => (entry.Key.Text, entry.Value) switch
    {
        ("kind", YamlScalar { Text: "experiment" or "conflict" } kind) when format == ReviewFormat.Show =>
            $"'kind: {kind.Text}' is not built yet in this version.",
        _ => null,
    };
}
