namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Limits that keep one run from hurting the others.</summary>
public static class PlanLimits
{
    /// <summary>Tasks in one run.</summary>
    public const int Tasks = 10_000;

    /// <summary>Bytes of one task's output as JSON text; anything larger is an artifact.</summary>
    public const int OutputBytes = 1024 * 1024;

    /// <summary>How often a lease may end without an outcome before the task fails.</summary>
    public const int LostLeases = 20;
}
