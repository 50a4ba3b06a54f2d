namespace HitlDashboard.Settings;

/// <summary>Every key that may be set. A key with a star holds a list.</summary>
internal static class KnownKeys
{
    public static readonly string[] All =
    [
        "Storage:Provider", "Storage:Directory", "Storage:ConnectionString",
        "Workflows:Directory", "Templates:Directory",
        "Engine:MaxConcurrency", "Engine:DrainSeconds",
        "Retention:Runs", "Retention:Messages",
        "Audit:KeyFile", "Audit:AnchorFolder", "Audit:AnchorMinutes",
        "Llm:Endpoint", "Llm:Model", "Llm:ApiKey",
        "Process:Allowed:*",
        "Browser:Executable",
        "Http:AllowPrivateNetworks", "Http:AllowedHosts:*",
        "Notifications:Webhook:Url", "Notifications:Webhook:Secret",
        "Secrets:*", "SecretFiles:Directory",
        "Calendars:*", "Queues:*",
        "Api:RequestsPerSecond", "Api:Burst",
        "Bootstrap:AdminPassword", "Bootstrap:ApiKey",
    ];

    /// <summary>Sections of the framework that the file may hold as well.</summary>
    public static readonly string[] OfFramework = ["Logging", "AllowedHosts", "Urls", "Kestrel"];

    public static IEnumerable<string> Sections => All.Select(key => key[..key.IndexOf(':')]).Distinct();

    public static bool Contains(string key) =>
        All.Any(known => known.EndsWith(":*", StringComparison.Ordinal)
            ? key.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
            : known.Equals(key, StringComparison.OrdinalIgnoreCase));
}
