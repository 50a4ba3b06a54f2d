namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The states of a review: one request for a human decision about one task in one round.</summary>
public enum ReviewState
{
    /// <summary>Waits for a decision.</summary>
    Open,

    /// <summary>Decided durably; the effect is held until the undo window ends.</summary>
    Staged,

    /// <summary>Final: the decision took effect.</summary>
    Decided,

    /// <summary>Final: nobody needs to decide any more: its task was skipped, ran out of time or got another input, a step before it was tried again, or it or its run was cancelled.</summary>
    Withdrawn,
}

/// <summary>What can happen to a review.</summary>
public enum ReviewTrigger
{
    /// <summary>A person decides.</summary>
    Stage,

    /// <summary>The one who decided takes it back within the undo window.</summary>
    Undo,

    /// <summary>The undo window ended.</summary>
    Release,

    /// <summary>The time to decide ended and the definition says approve or reject.</summary>
    Expire,

    /// <summary>Nobody needs to decide any more, as <see cref="ReviewState.Withdrawn"/> says.</summary>
    Withdraw,
}

/// <summary>What a person may say.</summary>
public enum Verdict
{
    /// <summary>It stands as shown.</summary>
    Approve,

    /// <summary>It stands as changed.</summary>
    Amend,

    /// <summary>Again, with feedback.</summary>
    SendBack,

    /// <summary>No.</summary>
    Reject,
}

/// <summary>What a review is about; decides what the verdicts mean.</summary>
public enum ReviewSubject
{
    /// <summary>An activity's output.</summary>
    Output,

    /// <summary>An action that has not run yet (<c>review.before</c>).</summary>
    Action,

    /// <summary>A failed activity (<c>onFailure: review</c>).</summary>
    Failure,

    /// <summary>A <c>human</c> step.</summary>
    Human,
}
