namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What can happen to a run.</summary>
public enum RunTrigger
{
    /// <summary>Every task is final and no failure is unhandled.</summary>
    Complete,

    /// <summary>A failure is unhandled and nothing else is unfinished.</summary>
    Fail,

    /// <summary>A person holds it.</summary>
    Pause,

    /// <summary>A person lets it go on.</summary>
    Resume,

    /// <summary>A person ends it.</summary>
    Cancel,

    /// <summary>A failed task of it was retried, or skipped with an output.</summary>
    Reopen,
}

/// <summary>The table of a run's life: pure, printed as a diagram by a test.</summary>
public static class RunTransitions
{
    /// <summary>Every legal transition.</summary>
    public static IReadOnlyList<RunTransition> All { get; } =
    [
        new(RunState.Running, RunTrigger.Complete, RunState.Completed),
        new(RunState.Running, RunTrigger.Fail, RunState.Failed),
        new(RunState.Running, RunTrigger.Pause, RunState.Paused),
        new(RunState.Running, RunTrigger.Cancel, RunState.Cancelled),
        new(RunState.Running, RunTrigger.Reopen, RunState.Running),
        new(RunState.Paused, RunTrigger.Resume, RunState.Running),
        new(RunState.Paused, RunTrigger.Complete, RunState.Completed),
        new(RunState.Paused, RunTrigger.Fail, RunState.Failed),
        new(RunState.Paused, RunTrigger.Cancel, RunState.Cancelled),
        new(RunState.Paused, RunTrigger.Reopen, RunState.Paused),
        new(RunState.Failed, RunTrigger.Reopen, RunState.Running),
    ];

    /// <summary>What the trigger does in the state, or null where it is refused.</summary>
    public static RunTransition? Next(RunState from, RunTrigger trigger) =>
        All.FirstOrDefault(row => row.From == from && row.Trigger == trigger);

    /// <summary>Whether a run in this state plans nothing more.</summary>
    public static bool IsFinal(RunState state) => state is RunState.Completed or RunState.Failed or RunState.Cancelled;
}

/// <summary>One row of the table.</summary>
public sealed record RunTransition(RunState From, RunTrigger Trigger, RunState To);
