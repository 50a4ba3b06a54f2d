using System.Globalization;
using HitlDashboard.App;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Definitions;
using Microsoft.Extensions.Configuration.Json;

namespace HitlDashboard.Settings;

/// <summary>Reads the settings and collects every mistake, so that a wrong start tells all of them at once.</summary>
internal sealed class SettingsCheck(IConfigurationRoot configuration, string home)
{
    private const int ShortestSecret = 32;
    private const int ShortestPassword = 12;
    private readonly List<string> _mistakes = [];

    /// <exception cref="StartRefusedException">At least one setting is wrong; the reasons are one sentence each.</exception>
    public DashboardSettings Read()
    {
        RefuseUnknownKeys();
        CheckProvider();
        CheckUrls();
        var hours = new CalendarSettings(configuration, _mistakes);
        var calendars = hours.Calendars();
        var settings = new DashboardSettings
        {
            DataDirectory = Folder("Storage:Directory", "data"),
            WorkflowsDirectory = Folder("Workflows:Directory", "workflows"),
            TemplatesDirectory = Folder("Templates:Directory", "templates"),
            MaxConcurrency = Number("Engine:MaxConcurrency", fallback: 32, least: 1, most: 1000),
            RetainRuns = Length("Retention:Runs", TimeSpan.FromDays(7)),
            RetainMessages = Length("Retention:Messages", TimeSpan.FromDays(1)) ?? TimeSpan.FromDays(30),
            Drain = TimeSpan.FromSeconds(Number("Engine:DrainSeconds", fallback: 30, least: 0, most: 3600)),
            Llm = new LlmSettings(Address("Llm:Endpoint"), Text("Llm:Model"), Text("Llm:ApiKey")),
            AllowedPrograms = List("Process:Allowed"),
            BrowserExecutable = Text("Browser:Executable"),
            Http = new HttpSettings(Flag("Http:AllowPrivateNetworks"), List("Http:AllowedHosts")),
            Webhook = Webhook(),
            Secrets = Secrets(),
            SecretsDirectory = SecretsFolder(),
            Calendars = calendars,
            QueueCalendars = hours.OfQueues(calendars.Keys),
            Api = new ApiSettings(
                Number("Api:RequestsPerSecond", fallback: 200, least: 1, most: 1_000_000), Number("Api:Burst", fallback: 1000, least: 1, most: 1_000_000)),
            Bootstrap = new BootstrapSettings(
                Secret("Bootstrap:AdminPassword", ShortestPassword), Secret("Bootstrap:ApiKey", ShortestSecret)),
        };
        return _mistakes.Count == 0 ? settings : throw new StartRefusedException(_mistakes);
    }

    private void RefuseUnknownKeys()
    {
        foreach (var section in KnownKeys.Sections)
        {
            foreach (var (key, value) in configuration.GetSection(section).AsEnumerable())
            {
                if (value is not null && !KnownKeys.Contains(key) && !(value.Length == 0 && KnownKeys.Contains(key + ":0")))
                {
                    Unknown(key, KnownKeys.All);
                }
            }
        }

        string[] sections = [.. KnownKeys.Sections, .. KnownKeys.OfFramework];
        var inFiles = configuration.Providers.OfType<JsonConfigurationProvider>().SelectMany(file => file.GetChildKeys([], null)).Distinct();
        foreach (var key in inFiles.Where(key => !sections.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            Unknown(key, sections);
        }
    }

    private void Unknown(string key, IEnumerable<string> candidates)
    {
        var nearest = Spelling.Nearest(key, candidates);
        _mistakes.Add($"The setting {key} is unknown{(nearest is null ? "" : $": did you mean {nearest.TrimEnd('*', ':')}")}{(nearest is null ? ": remove it." : "?")}");
    }

    private void CheckProvider()
    {
        var provider = Text("Storage:Provider") ?? "Sqlite";
        if (provider.Equals("PostgreSql", StringComparison.OrdinalIgnoreCase))
        {
            _mistakes.Add("Storage:Provider is PostgreSql, which this version cannot use yet: set it to Sqlite.");
        }
        else if (!provider.Equals("Sqlite", StringComparison.OrdinalIgnoreCase))
        {
            _mistakes.Add($"Storage:Provider is '{provider}': set it to Sqlite.");
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

    private WebhookSettings? Webhook()
    {
        var url = Address("Notifications:Webhook:Url");
        return url is null ? null : new WebhookSettings(url, Text("Notifications:Webhook:Secret"));
    }

    private Dictionary<string, string> Secrets()
    {
        var set = configuration.GetSection("Secrets").AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is { Length: > 0 })
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in set)
        {
            // Neither sentence tells the value.
            if (!SecretReference.IsName(name))
            {
                _mistakes.Add($"Secrets:{name} has a name that no definition can write: use letters, digits, _ and -, at most 64.");
            }
            else if (value.Length < SecretStore.ShortestValue)
            {
                _mistakes.Add($"Secrets:{name} has {value.Length} characters: it needs at least {SecretStore.ShortestValue}, or it could not be taken out of logs.");
            }
        }

        return set;
    }

    private string? SecretsFolder()
    {
        if (Text("SecretFiles:Directory") is null)
        {
            return null;
        }

        var folder = Folder("SecretFiles:Directory", "");
        if (!Directory.Exists(folder))
        {
            _mistakes.Add($"SecretFiles:Directory names {folder}, which is no folder: mount it, or remove the setting.");
        }

        return folder;
    }

    private string? Text(string key) => configuration[key] is { Length: > 0 } value ? value : null;

    private string Folder(string key, string fallback)
    {
        var value = Text(key) ?? fallback;
        if (!value.Contains('\0', StringComparison.Ordinal))
        {
            return Path.GetFullPath(value, home);
        }

        _mistakes.Add($"{key} is no path: write a folder's name.");
        return home;
    }

    private int Number(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } value)
        {
            return fallback;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _mistakes.Add($"{key} is '{value}': write a number from {least} to {most}.");
        return fallback;
    }

    private TimeSpan? Length(string key, TimeSpan least)
    {
        if (Text(key) is not { } value)
        {
            return null;
        }

        if (Durations.TryParse(value, out var length) && length >= least)
        {
            return length;
        }

        _mistakes.Add($"{key} is '{value}': write a duration of at least {least.TotalDays:0}d, as 90d.");
        return null;
    }

    private bool Flag(string key)
    {
        if (Text(key) is not { } value || bool.TryParse(value, out var flag) && !flag)
        {
            return false;
        }

        if (!bool.TryParse(value, out _))
        {
            _mistakes.Add($"{key} is '{value}': write true or false.");
        }

        return true;
    }

    private Uri? Address(string key)
    {
        if (Text(key) is not { } value)
        {
            return null;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        _mistakes.Add($"{key} is '{value}': write an address that starts with http:// or https://.");
        return null;
    }

    private string? Secret(string key, int shortest)
    {
        var value = Text(key);
        if (value?.Length < shortest)
        {
            // The value itself is a secret and stays out of the message.
            _mistakes.Add($"{key} has {value.Length} characters: it needs at least {shortest}.");
        }

        return value;
    }

    private List<string> List(string key)
    {
        var values = configuration.GetSection(key).GetChildren().Select(child => child.Value ?? "").ToList();
        if (values.Any(string.IsNullOrWhiteSpace))
        {
            _mistakes.Add($"{key} holds an empty entry: remove it.");
        }

        return values;
    }
}
