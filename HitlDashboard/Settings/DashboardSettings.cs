using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Settings;

/// <summary>The settings, checked: paths are absolute, numbers in range, addresses well formed.</summary>
internal sealed record DashboardSettings
{
    /// <summary>The folder of the databases, artifacts and keys.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The watched folder of workflow files.</summary>
    public required string WorkflowsDirectory { get; init; }

    /// <summary>The folder of text templates.</summary>
    public required string TemplatesDirectory { get; init; }

    /// <summary>Activities that run at once, 1 to 1,000.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>How long running activities may go on after a stop was asked for, 0 to 3,600 s.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How long final runs are kept, at least 7 days; null for ever.</summary>
    public required TimeSpan? RetainRuns { get; init; }

    /// <summary>How long messages that were given up are kept, at least 1 day.</summary>
    public required TimeSpan? RetainMessages { get; init; }

    public required AuditSettings Audit { get; init; }

    public required LlmSettings Llm { get; init; }

    /// <summary>Programs that <c>process</c> steps may start.</summary>
    public required IReadOnlyList<string> AllowedPrograms { get; init; }

    /// <summary>Chromium's program file; null where it is looked for in PATH.</summary>
    public required string? BrowserExecutable { get; init; }

    public required HttpSettings Http { get; init; }

    /// <summary>Where notifications go; null for nowhere.</summary>
    public required WebhookSettings? Webhook { get; init; }

    /// <summary>What <c>{{secrets.NAME}}</c> gives, by name.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>A folder with one file per secret; null for none.</summary>
    public required string? SecretsDirectory { get; init; }

    /// <summary>Business hours by name.</summary>
    public required IReadOnlyDictionary<string, BusinessCalendar> Calendars { get; init; }

    /// <summary>The calendar of each queue that has one.</summary>
    public required IReadOnlyDictionary<string, string> QueueCalendars { get; init; }

    public required ApiSettings Api { get; init; }

    public required BootstrapSettings Bootstrap { get; init; }
}

/// <summary>How fast one user or key may ask, 1 to 1,000,000 each.</summary>
internal sealed record ApiSettings(int RequestsPerSecond, int Burst);

/// <summary>The key and the anchors of the audit trail.</summary>
/// <param name="KeyFile">The key's file; null for the data folder's.</param>
/// <param name="AnchorFolder">The folder of the file of anchors; null for the data folder.</param>
/// <param name="AnchorEvery">How often an anchor is written, 1 minute to 1 day.</param>
internal sealed record AuditSettings(string? KeyFile, string? AnchorFolder, TimeSpan AnchorEvery);

/// <summary>An OpenAI-compatible endpoint; without one, <c>llm</c> steps fail with a sentence that says so.</summary>
internal sealed record LlmSettings(Uri? Endpoint, string? Model, string? ApiKey);

/// <summary>What <c>http</c> steps may reach.</summary>
/// <param name="AllowPrivateNetworks">Whether loopback and private addresses are allowed.</param>
/// <param name="AllowedHosts">Exceptions, as <c>host:port</c>.</param>
internal sealed record HttpSettings(bool AllowPrivateNetworks, IReadOnlyList<string> AllowedHosts);

/// <summary>An address that hears of reviews, and the secret that signs what it is told.</summary>
internal sealed record WebhookSettings(Uri Url, string? Secret);

/// <summary>The first administrator and key of an unattended start; used only while there is no user.</summary>
internal sealed record BootstrapSettings(string? AdminPassword, string? ApiKey);
