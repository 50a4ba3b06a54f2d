using System.Globalization;
using HitlDashboard.App;
using Microsoft.Extensions.Configuration.Json;

namespace HitlDashboard.Settings;

/// <summary>Reads the settings and collects every mistake, so that a wrong start tells all of them at once.</summary>
internal sealed class SettingsCheck(IConfigurationRoot configuration, string home)
{
    private const int ShortestSecret = 32;
    private const int ShortestPassword = 12;
    private const string SecretPrefix = "whsec_";
    private readonly List<string> _mistakes = [];

    /// <exception cref="StartRefusedException">At least one setting is wrong; the reasons are one sentence each.</exception>
    public DashboardSettings Read()
    {
        var values = new SettingValues(configuration, home, _mistakes);
        RefuseUnknownKeys();
        CheckProvider(values);
        CheckConnectionString(values);
        CheckUrls();
        var secrets = new SecretSettings(configuration, values, _mistakes);
        var hours = new CalendarSettings(configuration, _mistakes);
        var calendars = hours.Calendars();
        var settings = new DashboardSettings
        {
            DataDirectory = values.Folder("Storage:Directory", "data"),
            WorkflowsDirectory = values.Folder("Workflows:Directory", "workflows"),
            TemplatesDirectory = values.Folder("Templates:Directory", "templates"),
            MaxConcurrency = values.Number("Engine:MaxConcurrency", fallback: 32, least: 1, most: 1000),
            RetainRuns = values.Length("Retention:Runs", TimeSpan.FromDays(7)),
            RetainMessages = values.Length("Retention:Messages", TimeSpan.FromDays(1)) ?? TimeSpan.FromDays(30),
            Drain = TimeSpan.FromSeconds(values.Number("Engine:DrainSeconds", fallback: 30, least: 0, most: 3600)),
            Audit = new AuditSettings(
                values.Path("Audit:KeyFile"), values.Path("Audit:AnchorFolder"), TimeSpan.FromMinutes(values.Number("Audit:AnchorMinutes", fallback: 60, least: 1, most: 1440))),
            Llm = new LlmSettings(values.Address("Llm:Endpoint"), values.Text("Llm:Model"), values.Text("Llm:ApiKey")),
            AllowedPrograms = values.List("Process:Allowed"),
            BrowserExecutable = values.Text("Browser:Executable"),
            Http = new HttpSettings(values.Flag("Http:AllowPrivateNetworks"), AllowedHosts(values)),
            Webhook = Webhook(values),
            Secrets = secrets.Values(),
            SecretsDirectory = secrets.Folder(),
            Calendars = calendars,
            QueueCalendars = hours.OfQueues(calendars.Keys),
            Api = new ApiSettings(
                values.Number("Api:RequestsPerSecond", fallback: 200, least: 1, most: 1_000_000), values.Number("Api:Burst", fallback: 1000, least: 1, most: 1_000_000)),
            Bootstrap = new BootstrapSettings(
                values.Secret("Bootstrap:AdminPassword", ShortestPassword), values.Secret("Bootstrap:ApiKey", ShortestSecret)),
        };
        return _mistakes.Count == 0 ? settings : throw new StartRefusedException(_mistakes);
    }

    private void RefuseUnknownKeys()
    {
        foreach (var key in KnownKeys.Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable()).Where(IsUnknown).Select(pair => pair.Key))
        {
            Unknown(key, KnownKeys.All);
        }

        string[] sections = [.. KnownKeys.Sections, .. KnownKeys.OfFramework];
        var inFiles = Files.SelectMany(file => file.GetChildKeys([], null)).Distinct();
        foreach (var key in inFiles.Where(key => !sections.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            Unknown(key, sections);
        }
    }

    private IEnumerable<JsonConfigurationProvider> Files => configuration.Providers.OfType<JsonConfigurationProvider>();

    private bool IsUnknown(KeyValuePair<string, string?> setting)
    {
        var (key, value) = setting;
        if (value is null || KnownKeys.Contains(key) || (value.Length == 0 && KnownKeys.Contains(key + ":0")))
        {
            return false;
        }

        // A variable of the environment with a section's bare name (BROWSER, HTTP, API) is meant for other programs.
        return key.Contains(':', StringComparison.Ordinal) || Files.Any(file => file.TryGet(key, out _));
    }

    private void Unknown(string key, IEnumerable<string> candidates)
    {
        var nearest = Spelling.Nearest(key, candidates);
        _mistakes.Add($"The setting {key} is unknown{(nearest is null ? "" : $": did you mean {nearest.TrimEnd('*', ':')}")}{(nearest is null ? ": remove it." : "?")}");
    }

    private void CheckProvider(SettingValues values)
    {
        var provider = values.Text("Storage:Provider") ?? "Sqlite";
        if (provider.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase))
        {
            _mistakes.Add("Storage:Provider is PostgreSql, which this version cannot use yet: set it to Sqlite.");
        }
        else if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            _mistakes.Add($"Storage:Provider is '{provider}': set it to Sqlite.");
        }
    }

    private void CheckConnectionString(SettingValues values)
    {
        if (values.Text("Storage:ConnectionString") is not null)
        {
            _mistakes.Add("Storage:ConnectionString is for databases that this version cannot use yet: remove it, and set Storage:Directory to the folder of the database.");
        }
    }

    private void CheckUrls()
    {
        foreach (var url in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // "*" and "+" mean every address; Uri does not know them.
            if (!Uri.TryCreate(url.Replace('*', 'x').Replace('+', 'x'), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                _mistakes.Add($"ASPNETCORE_URLS holds '{url}', which is no address: write for example {DashboardHost.DefaultUrl}.");
            }
        }
    }

    private List<string> AllowedHosts(SettingValues values)
    {
        var hosts = values.List("Http:AllowedHosts");
        foreach (var host in hosts.Where(host => host.Length > 0 && !IsHostAndPort(host)))
        {
            _mistakes.Add($"Http:AllowedHosts holds '{host}': write host:port, for example intranet.example:443.");
        }

        return hosts;
    }

    // Exactly what connections are compared with: anything else would be accepted and never match.
    private static bool IsHostAndPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and < 65536 && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown;

    private WebhookSettings? Webhook(SettingValues values)
    {
        var (url, secret) = (values.Address("Notifications:Webhook:Url"), values.Text("Notifications:Webhook:Secret"));
        if (secret?.StartsWith(SecretPrefix, StringComparison.Ordinal) == true && !Convert.TryFromBase64String(secret[SecretPrefix.Length..], new byte[secret.Length], out _))
        {
            _mistakes.Add($"Notifications:Webhook:Secret starts with {SecretPrefix} but is not base64 after it: paste the whole secret, or use one without that prefix.");
        }

        if (secret is not null && values.Text("Notifications:Webhook:Url") is null)
        {
            _mistakes.Add("Notifications:Webhook:Secret is set without Notifications:Webhook:Url, so nothing is told to anybody: set both, or none.");
        }

        return url is null ? null : new WebhookSettings(url, secret);
    }
}
