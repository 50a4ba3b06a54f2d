using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Events;

/// <summary>A task that can be claimed from an instant on.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="TaskId">The task.</param>
/// <param name="DueAt">From when.</param>
/// <param name="Priority">Higher goes first.</param>
public readonly record struct DueTask(RunId RunId, TaskId TaskId, DateTimeOffset DueAt, int Priority)
{
    /// <summary>Higher priority first, then the run that was started first (its id tells when), then the task that is due for longest: runs end, and show what they made, instead of all going on a little.</summary>
    public static IComparer<DueTask> Order { get; } = Comparer<DueTask>.Create((one, other) =>
        other.Priority != one.Priority ? other.Priority.CompareTo(one.Priority)
        : one.RunId != other.RunId ? one.RunId.Value.CompareTo(other.RunId.Value)
        : one.DueAt.CompareTo(other.DueAt));
}
