using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace HitlDashboard.Tests.Browser;

/// <summary>Waits for an address by looking at it again and again: waiting for the navigation itself misses one that happens between the first look and the wait.</summary>
internal static class Addresses
{
    public static Task IsAtAsync(this IPage page, string pattern) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), new() { Timeout = 60_000 });
}
