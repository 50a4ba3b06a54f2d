namespace HitlDashboard.App;

/// <summary>Light, dark, or what the browser prefers. Kept in a cookie, so that the first HTML response already has it.</summary>
internal sealed record Theme(string Name, string ColorScheme, string LightMedia, string DarkMedia)
{
    public const string CookieName = "theme";

    public static readonly Theme System = new("system", "light dark", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)");
    public static readonly Theme Light = new("light", "light", "all", "not all");
    public static readonly Theme Dark = new("dark", "dark", "not all", "all");

    public static Theme From(IRequestCookieCollection cookies) => cookies[CookieName] switch
    {
        "light" => Light,
        "dark" => Dark,
        _ => System,
    };
}
