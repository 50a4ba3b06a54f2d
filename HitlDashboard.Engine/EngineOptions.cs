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

    /// <summary>The name under which this process holds leases. Default the machine's name.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Whether opened reviews and ended runs are kept in the outbox for notification channels. Default true; false where no channel is configured, because each message costs two writes.</summary>
    public bool TellsOutside { get; init; } = true;

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(Directory, "hitl.db");

    /// <summary>Where <c>template</c> steps publish their files: one folder per workflow.</summary>
    public string PublishedDirectory => Path.Combine(Directory, "published");
}
