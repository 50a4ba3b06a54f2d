using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>Patterns of schemas, matched in time linear to the text.</summary>
internal static partial class SchemaPatterns
{
    private const int MaxCached = 500;

    private static readonly ConcurrentDictionary<string, Regex> Cache = new(StringComparer.Ordinal);

    public static Regex Get(string pattern)
    {
        if (Cache.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (Cache.Count >= MaxCached)
        {
            Cache.Clear();
        }

        return Cache[pattern] = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"^#/(\$defs|definitions)/[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    public static partial Regex Reference();
}
