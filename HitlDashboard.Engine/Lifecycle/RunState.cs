namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The states of a run, derived by the planner from its tasks and changed by pause, resume and cancel.</summary>
public enum RunState
{
    /// <summary>Tasks are claimed as they become due.</summary>
    Running,

    /// <summary>Nothing new is claimed; what runs may finish, reviews may be decided.</summary>
    Paused,

    /// <summary>Final: every task is final and no failure is unhandled.</summary>
    Completed,

    /// <summary>Final unless a failed task is retried, or skipped with an output.</summary>
    Failed,

    /// <summary>Final: a person cancelled it.</summary>
    Cancelled,
}
