using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>What a <c>browser</c> step asks for.</summary>
internal sealed record BrowserScript(Uri Address, IReadOnlyList<BrowserAction> Actions, bool Headless, TimeSpan Timeout)
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    /// <summary>Reads <c>with</c>.</summary>
    /// <exception cref="ActivityWithException">A value is missing or of the wrong kind.</exception>
    public static BrowserScript Read(JsonElement json)
    {
        var with = new ActivityWith(json);
        var actions = with.Value("actions") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(BrowserAction.Read).ToList(),
            _ => throw new ActivityWithException("'actions' is not a list."),
        };
        return new BrowserScript(Target(with.Needed("url")), actions, with.Value("headless") is not { ValueKind: JsonValueKind.False }, ReadTimeout(with));
    }

    /// <summary>An address that a page may have.</summary>
    /// <exception cref="ActivityWithException">It is none.</exception>
    public static Uri Target(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        ? address
        : throw new ActivityWithException("A browser opens absolute addresses that start with http:// or https:// and hold no password.");

    private static TimeSpan ReadTimeout(ActivityWith with) => with.Text("timeout") is not { } text ? UsualTimeout
        : Durations.TryParse(text, out var timeout) && timeout > TimeSpan.Zero && timeout <= LongestTimeout ? timeout
        : throw new ActivityWithException($"'timeout' is \"{text}\". Write a duration as 30s, at most 1h.");
}

/// <summary>One thing to do on a page.</summary>
/// <param name="Verb">goto, click, fill, waitFor, extract or screenshot.</param>
/// <param name="Target">An address, a CSS selector, or a screenshot's name.</param>
/// <param name="Value">What fill writes.</param>
/// <param name="As">The name under which extract keeps what it found.</param>
/// <param name="Attribute">What extract reads in place of the text, or null.</param>
/// <param name="All">Whether extract takes every element, or a screenshot the whole page.</param>
internal sealed record BrowserAction(string Verb, string Target, string Value, string As, string? Attribute, bool All)
{
    public static readonly string[] Verbs = ["goto", "click", "fill", "waitFor", "extract", "screenshot"];

    public static BrowserAction Read(JsonElement json)
    {
        var with = new ActivityWith(json);
        var verbs = Verbs.Where(verb => with.Value(verb) is not null).ToList();
        if (verbs is not [var verb])
        {
            throw new ActivityWithException($"An action names exactly one of {string.Join(", ", Verbs)}.");
        }

        return new BrowserAction(
            verb, with.Needed(verb), with.Text("value") ?? "", verb == "extract" ? with.Needed("as") : "", with.Text("attribute"), with.Value("all") is { ValueKind: JsonValueKind.True });
    }
}
