using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine;

/// <summary>Settings of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>The folder of the database, the artifacts and the published files. Must exist and be writable.</summary>
    public required string Directory { get; init; }

    /// <summary>The watched folder of workflow files, or null for none.</summary>
    public string? WorkflowsDirectory { get; init; }

    /// <summary>Activities that run at once, 1 to 1,000. Default 32.</summary>
    public int MaxConcurrency { get; init; } = 32;

    /// <summary>How long a claimed task stays claimed without a sign of life. Default 30 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the safety net looks for due work that a hint was lost for. Default 5 s.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long running activities may go on after a stop was asked for, before they are cancelled. Default 30 s; zero cancels at once.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long final runs are kept, counted from their end; then they are deleted with everything but their history. Null, the default, keeps them for ever.</summary>
    public TimeSpan? RetainRuns { get; init; }

    /// <summary>How long messages that nobody took are kept, counted from when they were written. Default 30 days; null keeps them for ever.</summary>
    public TimeSpan? RetainMessages { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The name under which this process holds leases. Default the machine's name.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Whether opened reviews and ended runs are kept in the outbox for notification channels. Default true; false where no channel is configured, because each message costs two writes.</summary>
    public bool TellsOutside { get; init; } = true;

    /// <summary>Business hours by the name that <c>due: {within, calendar}</c> uses. Default none; <c>always</c> is there without being named.</summary>
    public IReadOnlyDictionary<string, BusinessCalendar> Calendars { get; init; } = new Dictionary<string, BusinessCalendar>();

    /// <summary>The calendar of each queue that has one: it counts the time of reviews whose definition names none.</summary>
    public IReadOnlyDictionary<string, string> QueueCalendars { get; init; } = new Dictionary<string, string>();

    /// <summary>What a definition may name as a calendar.</summary>
    public IReadOnlyCollection<string> CalendarNames => [BusinessCalendar.AlwaysName, .. Calendars.Keys];

    /// <summary>The calendar of a review: the one that its definition names, else its queue's, else round the clock.</summary>
    /// <param name="name">What the definition names, or null.</param>
    /// <param name="queue">The queue it waits in.</param>
    public BusinessCalendar CalendarOf(string? name, string queue) =>
        (name ?? QueueCalendars.GetValueOrDefault(queue)) is { } known && Calendars.TryGetValue(known, out var calendar) ? calendar : BusinessCalendar.Always;

    /// <summary>The file with the key of the audit chain; made where it is missing and there is no chain yet. Null, the default, is <c>audit.key</c> in <see cref="Directory"/>.</summary>
    public string? AuditKeyFile { get; init; }

    /// <summary>The folder of the file to which the end of the audit chain is appended. Null, the default, is <see cref="Directory"/>.</summary>
    public string? AuditAnchorFolder { get; init; }

    /// <summary>How often that happens where something was written meanwhile. Default one hour; a stop always does.</summary>
    public TimeSpan AuditAnchorEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The file with the key of the audit chain.</summary>
    public string AuditKeyPath => AuditKeyFile ?? Path.Combine(Directory, Audit.AuditKey.FileName);

    /// <summary>The file of its anchors.</summary>
    public string AuditAnchorPath => Path.Combine(AuditAnchorFolder ?? Directory, Audit.AuditAnchor.FileName);

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(Directory, "hitl.db");

    /// <summary>Where <c>template</c> steps publish their files: one folder per workflow.</summary>
    public string PublishedDirectory => Path.Combine(Directory, "published");
}
