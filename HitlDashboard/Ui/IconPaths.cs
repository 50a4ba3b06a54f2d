using System.Collections.Frozen;

namespace HitlDashboard.Ui;

/// <summary>Our icons: strokes on a 24 by 24 grid, inline so that no screen waits for a font.</summary>
internal static class IconPaths
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["brand"] = "M5 4v16M19 4v16M5 12h14M9 8l3 4-3 4",
        ["inbox"] = "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5",
        ["runs"] = "M4 6h10M4 12h16M4 18h7M18 4v4M15 16v4",
        ["workflows"] = "M4 4h6v6H4zM14 14h6v6h-6zM7 10v4a3 3 0 0 0 3 3h4",
        ["wall"] = "M3 5h18v11H3zM8 20h8M12 16v4",
        ["settings"] = "M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4",
        ["user"] = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-4 4-6 8-6s7 2 8 6",
        ["key"] = "M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM11 12l9-9M16 7l3 3",
        ["sun"] = "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5",
        ["moon"] = "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
        ["system"] = "M3 5h18v11H3zM8 20h8M12 5v11",
        ["check"] = "M5 13l4 4L19 7",
        ["cross"] = "M6 6l12 12M18 6L6 18",
        ["clock"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
        ["person"] = "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.5-4 3-6 7-6s6.5 2 7 6",
        ["play"] = "M7 5l12 7-12 7z",
        ["pause"] = "M8 5v14M16 5v14",
        ["stop"] = "M6 6h12v12H6z",
        ["skip"] = "M5 5l8 7-8 7zM18 5v14",
        ["pencil"] = "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
        ["undo"] = "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
        ["alert"] = "M12 3L2 20h20zM12 10v4M12 17v.5",
        ["info"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.5v.5",
        ["dash"] = "M6 12h12",
        ["search"] = "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
        ["refresh"] = "M20 11a8 8 0 0 0-14-5L3 9M3 4v5h5M4 13a8 8 0 0 0 14 5l3-3M21 20v-5h-5",
        ["chevron"] = "M9 5l7 7-7 7",
        ["plus"] = "M12 5v14M5 12h14",
        ["download"] = "M12 4v11M7 11l5 5 5-5M4 20h16",
        ["lock"] = "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
        ["comment"] = "M4 5h16v11H11l-5 4v-4H4z",
        ["file"] = "M6 3h8l4 4v14H6zM14 3v4h4",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => Paths.Keys;

    /// <exception cref="ArgumentException">No icon has this name.</exception>
    public static string Of(string name) =>
        Paths.TryGetValue(name, out var path) ? path : throw new ArgumentException($"There is no icon named '{name}'.", nameof(name));
}
