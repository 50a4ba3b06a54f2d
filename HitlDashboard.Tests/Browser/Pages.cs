using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HitlDashboard.Tests.Browser;

/// <summary>What a person waits for at any page.</summary>
internal static class Pages
{
    /// <summary>Looks at the address again and again: waiting for the navigation itself misses one that happens between the first look and the wait.</summary>
    public static Task IsAtAsync(this IPage page, string pattern) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });

    /// <summary>
    /// Waits until what is shown was painted for so many milliseconds and no command is under way. Keys before that are dropped, and what a command
    /// brings is shown before the command's own answer arrives.
    /// </summary>
    public static Task PaintedAsync(this IPage page, int milliseconds) => page.WaitForFunctionAsync(
        "ms => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => go(!document.querySelector('.is-waiting')), ms))))",
        milliseconds);
}
