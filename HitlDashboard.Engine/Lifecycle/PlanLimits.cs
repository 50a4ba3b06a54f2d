using HitlDashboard.Engine.Definitions.Templates;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Limits that keep one run from hurting the others.</summary>
public static class PlanLimits
{
    /// <summary>Tasks in one run.</summary>
    public const int Tasks = 10_000;

    /// <summary>Bytes of one task's output as JSON text; anything larger is an artifact.</summary>
    public const int OutputBytes = 1024 * 1024;

    /// <summary>How deep an input, an output, an element or a payload may nest. Records of the engine hold them a few levels further in.</summary>
    public const int Depth = TemplateJson.MaxRendered;

    /// <summary>How often a lease may end without an outcome before the task fails.</summary>
    public const int LostLeases = 20;

    /// <summary>How deep runs that start runs may nest.</summary>
    public const int RunDepth = 32;

    /// <summary>How many runs may follow each other by <c>next</c>.</summary>
    public const int RunHops = 100;

    /// <summary>Runs that one run may bring about, counting all that those bring about.</summary>
    public const int RunFamily = 10_000;

    /// <summary>Signals of one name that a run keeps until a step takes them.</summary>
    public const int KeptSignals = 1000;

    /// <summary>Signals of all names that a run keeps until steps take them.</summary>
    public const int KeptSignalsOfRun = 5000;

    /// <summary>Runs of one schedule that wait for their turn, or are caught up.</summary>
    public const int ScheduledRuns = 100;
}
