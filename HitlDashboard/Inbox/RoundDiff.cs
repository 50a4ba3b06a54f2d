using System.Text.Json;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using HitlDashboard.Viewers;

namespace HitlDashboard.Inbox;

/// <summary>What changed from one round to the next, as text.</summary>
internal static class RoundDiff
{
    /// <summary>Comparing takes time with the square of the changes: what is longer is shown side by side, not compared.</summary>
    private const int LongestText = 100_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = 256 };

    public static string? Between(JsonElement before, JsonElement after)
    {
        var (old, young) = (Text(before), Text(after));
        if (old.Length > LongestText || young.Length > LongestText)
        {
            return null;
        }

        return string.Join('\n', new InlineDiffBuilder(new BoundedDiffer()).BuildDiffModel(old, young).Lines.Select(line => Mark(line.Type) + line.Text));
    }

    private static string Mark(ChangeType type) => type switch
    {
        ChangeType.Inserted => "+",
        ChangeType.Deleted => "-",
        ChangeType.Unchanged or ChangeType.Imaginary or ChangeType.Modified => " ",
    };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : JsonSerializer.Serialize(value, Indented);
}
