using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Events;

/// <summary>Where the ledger puts, after the commit, what has to happen next: tasks to execute, instants to wake at, executions to stop. A hint: the sweep finds whatever gets lost.</summary>
public interface ITaskFeed
{
    /// <summary>A task became due, or will at its instant.</summary>
    void Offer(DueTask task);

    /// <summary>A review has something due at an instant.</summary>
    void WakeAt(ReviewId review, DateTimeOffset instant);

    /// <summary>A task must be final by an instant.</summary>
    void ExpireAt(TaskId task, DateTimeOffset instant);

    /// <summary>A run begins at an instant.</summary>
    void BeginAt(RunId run, DateTimeOffset instant);

    /// <summary>A schedule has an instant.</summary>
    void FireAt(string workflow, string schedule, DateTimeOffset instant);

    /// <summary>A running task was cancelled: its executor stops.</summary>
    void Stop(TaskId task);

    /// <summary>A message waits in the outbox.</summary>
    void MessageWaits();
}
