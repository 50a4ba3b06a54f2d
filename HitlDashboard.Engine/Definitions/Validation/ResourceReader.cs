using System.Text.RegularExpressions;
using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads locks and concurrency groups, and refuses what no one could ever take.</summary>
internal static partial class ResourceReader
{
    private const int MaxSlots = 1000;

    /// <summary>The slots that the top level of the file says, by resource.</summary>
    public static IReadOnlyDictionary<string, int> Capacities(MapReader workflow)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in (workflow.Node("resources") as YamlMap)?.Entries ?? [])
        {
            if (entry.Value is not YamlScalar { Kind: ScalarKind.Number } slots || slots.Number is < 1 or > MaxSlots || slots.Number != Math.Floor(slots.Number))
            {
                workflow.Fail("resources", $"'{entry.Key.Text}': found {entry.Value.Describe()}, expected how many slots it has, a whole number from 1 to {MaxSlots}.");
                continue;
            }

            found[entry.Key.Text] = (int)slots.Number;
        }

        return found;
    }

    /// <summary>What a step takes, by name.</summary>
    public static IReadOnlyList<ResourceClaim> Claims(MapReader step, ReadContext context)
    {
        var claims = new List<ResourceClaim>();
        var items = (step.Node("resources") as YamlList)?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var at = $"{step.At("resources")}[{i}]";
            var claim = items[i] switch
            {
                YamlScalar { Kind: ScalarKind.Text } name => new ResourceClaim(name.Text, ResourceMode.Exclusive, 1, Capacity(context, name.Text)),
                YamlMap map => Claim(new MapReader(map, at, WorkflowFormat.Resource, context), context),
                _ => null,
            };
            if (claim is not null && Problem(claim, claims) is { } problem)
            {
                context.Errors.Add(items[i], at, problem);
            }
            else if (claim is not null)
            {
                claims.Add(claim);
            }
        }

        return [.. claims.OrderBy(claim => claim.Name, StringComparer.Ordinal)];
    }

    /// <summary>A group with its limit, or null.</summary>
    public static ConcurrencyLimit? Concurrency(MapReader from)
    {
        if (from.Inner("concurrency") is not { } limit || limit.Text("group") is not { } group || limit.Integer("max") is not { } max)
        {
            return null;
        }

        if (!NamePattern().IsMatch(group))
        {
            limit.Fail("group", NameProblem(group));
        }

        return new ConcurrencyLimit(group, max);
    }

    private static ResourceClaim? Claim(MapReader map, ReadContext context)
    {
        if (map.Text("name") is not { } name)
        {
            return null;
        }

        var slots = map.Integer("slots");
        if (slots is not null && map.Node("mode") is not null)
        {
            map.Fail("slots", "'mode' and 'slots' exclude each other; remove one.");
        }

        var mode = slots is not null ? ResourceMode.Slots : map.Word<ResourceMode>("mode") ?? ResourceMode.Exclusive;
        return new ResourceClaim(name, mode, slots ?? 1, Capacity(context, name));
    }

    private static string? Problem(ResourceClaim claim, List<ResourceClaim> before) =>
        !NamePattern().IsMatch(claim.Name) ? NameProblem(claim.Name)
        : before.Exists(other => other.Name == claim.Name) ? $"'{claim.Name}' stands here twice; remove one."
        : claim.Mode == ResourceMode.Slots && claim.Slots > claim.Capacity
            ? $"no one can take {claim.Slots} slots of '{claim.Name}', which has {claim.Capacity}; say how many there are at the top level, as resources: {{ {claim.Name}: {claim.Slots} }}."
        : null;

    private static string NameProblem(string name) => $"found '{name}', expected a letter or a digit, then letters, digits, '.', '_', '/' or '-', at most 64 in all.";

    private static int Capacity(ReadContext context, string name) => context.Capacities.GetValueOrDefault(name, 1);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
