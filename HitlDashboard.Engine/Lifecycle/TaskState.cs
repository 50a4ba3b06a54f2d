namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The five states of a task. How a task ended is its <see cref="Resolution"/>, why a Pending task waits its <see cref="WaitingFor"/>.</summary>
public enum TaskState
{
    /// <summary>Made by the planner; the dispatcher takes it out when it is due. Survives every crash as it is.</summary>
    Pending,

    /// <summary>Claimed under a lease. The executor takes it out; after a crash the rescuer puts it back to Pending.</summary>
    Running,

    /// <summary>A person must decide; exactly one review is open or staged for it. A released decision takes it out, or a cancel, its deadline, an output given by hand, or another input.</summary>
    AwaitingReview,

    /// <summary>Final: its output stands.</summary>
    Completed,

    /// <summary>Final unless an operator retries it or gives its output by hand.</summary>
    Failed,
}

/// <summary>How a task ended. Set together with a final state.</summary>
public enum Resolution
{
    /// <summary>Completed: the activity's output, no person was asked.</summary>
    Succeeded,

    /// <summary>Completed: a person approved the output.</summary>
    Approved,

    /// <summary>Completed: a person changed the output, or gave it.</summary>
    Amended,

    /// <summary>Completed without running: the condition was false or everything upstream was skipped, and there is no output; or a person gave the output instead.</summary>
    Skipped,

    /// <summary>Failed: the activity gave up.</summary>
    Error,

    /// <summary>Failed: a person rejected it.</summary>
    Rejected,

    /// <summary>Failed: an attempt or the whole task took longer than allowed.</summary>
    TimedOut,

    /// <summary>Failed: it or its run was cancelled.</summary>
    Cancelled,
}

/// <summary>Why a Pending task is not claimed at once.</summary>
public enum WaitingFor
{
    /// <summary>The backoff before the next attempt.</summary>
    Retry,

    /// <summary>A named lock.</summary>
    Lock,

    /// <summary>An instant (the <c>delay</c> step).</summary>
    Timer,

    /// <summary>A signal from outside.</summary>
    Signal,

    /// <summary>A run that it started.</summary>
    Run,

    /// <summary>A free place in a concurrency group.</summary>
    Capacity,

    /// <summary>A remote worker or agent.</summary>
    Worker,
}

/// <summary>What can happen to a task. Which of these are legal in which state is <see cref="TaskTransitions"/>.</summary>
public enum TaskTrigger
{
    /// <summary>An executor takes it under a lease.</summary>
    Claim,

    /// <summary>A person is asked before anything ran.</summary>
    Ask,

    /// <summary>It is not needed, or a person gives its output instead.</summary>
    Skip,

    /// <summary>It or its run was cancelled.</summary>
    Cancel,

    /// <summary>The activity succeeded and no person is needed.</summary>
    Succeed,

    /// <summary>The activity succeeded and a person must look.</summary>
    Submit,

    /// <summary>The attempt failed, another follows after the backoff.</summary>
    Retry,

    /// <summary>The attempt failed for good.</summary>
    Fail,

    /// <summary>The attempts are used up and a person decides what to do.</summary>
    Escalate,

    /// <summary>The lease ended without an outcome.</summary>
    Release,

    /// <summary>A person approved the output.</summary>
    Approve,

    /// <summary>A person let the activity run (a gate before it, or "try again").</summary>
    Proceed,

    /// <summary>A person changed the output.</summary>
    Amend,

    /// <summary>A person wants it again, with feedback.</summary>
    SendBack,

    /// <summary>A person said no.</summary>
    Reject,

    /// <summary>Its deadline passed: attempts, waits and reviews took too long together.</summary>
    Expire,

    /// <summary>An operator starts it afresh.</summary>
    Reopen,

    /// <summary>A person changed its parameters before it ran, or wants it to run again with others.</summary>
    Change,
}
