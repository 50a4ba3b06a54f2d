namespace HitlDashboard.SignIn;

/// <summary>Where to go after signing in: a path of this site and nothing else.</summary>
internal static class LocalUrl
{
    public static string Or(string? url, string fallback) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal) ? url : fallback;
}
