using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Finds what an amend changed outside the paths that the definition lets people edit.</summary>
internal static class EditedPaths
{
    public static IEnumerable<SchemaViolation> Violations(JsonElement before, JsonElement after, IReadOnlyList<string> editable) =>
        editable.Count == 0 ? [] : Differences(before, after, "").Where(path => !editable.Any(allowed => Covers(allowed, path)))
            .Select(path => new SchemaViolation(path, $"it was changed, but only {string.Join(", ", editable)} may be."));

    private static bool Covers(string allowed, string path) =>
        path.StartsWith(allowed, StringComparison.Ordinal) && (path.Length == allowed.Length || path[allowed.Length] is '.' or '[');

    private static IEnumerable<string> Differences(JsonElement before, JsonElement after, string path)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            var names = before.EnumerateObject().Concat(after.EnumerateObject()).Select(property => property.Name).Distinct(StringComparer.Ordinal);
            return names.SelectMany(name => Member(before, after, name, path.Length == 0 ? name : $"{path}.{name}"));
        }

        if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            return Enumerable.Range(0, before.GetArrayLength()).SelectMany(place => Differences(before[place], after[place], $"{path}[{place}]"));
        }

        return JsonElement.DeepEquals(before, after) ? [] : [path];
    }

    private static IEnumerable<string> Member(JsonElement before, JsonElement after, string name, string path) =>
        before.TryGetProperty(name, out var old) && after.TryGetProperty(name, out var now) ? Differences(old, now, path) : [path];
}
