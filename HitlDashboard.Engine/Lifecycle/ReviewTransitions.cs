namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The table of a review's life: pure, printed as a diagram by a test.</summary>
public static class ReviewTransitions
{
    /// <summary>Every legal transition.</summary>
    public static IReadOnlyList<ReviewTransition> All { get; } =
    [
        new(ReviewState.Open, ReviewTrigger.Stage, ReviewState.Staged),
        new(ReviewState.Staged, ReviewTrigger.Undo, ReviewState.Open),
        new(ReviewState.Staged, ReviewTrigger.Release, ReviewState.Decided),
        new(ReviewState.Open, ReviewTrigger.Expire, ReviewState.Decided),
        new(ReviewState.Open, ReviewTrigger.Withdraw, ReviewState.Withdrawn),
        new(ReviewState.Staged, ReviewTrigger.Withdraw, ReviewState.Withdrawn),
    ];

    /// <summary>What the trigger does in the state, or null where it is refused.</summary>
    public static ReviewTransition? Next(ReviewState from, ReviewTrigger trigger) =>
        All.FirstOrDefault(row => row.From == from && row.Trigger == trigger);

    /// <summary>The verdicts that a review of this subject takes.</summary>
    /// <param name="subject">What is asked.</param>
    /// <param name="canAmend">Whether the definition says what may be edited, or there is a form.</param>
    /// <param name="canSendBack">Whether a round is left.</param>
    public static IReadOnlyList<Verdict> Allowed(ReviewSubject subject, bool canAmend, bool canSendBack)
    {
        Verdict[] all = subject switch
        {
            ReviewSubject.Output => [Verdict.Approve, Verdict.Amend, Verdict.SendBack, Verdict.Reject],
            ReviewSubject.Action => [Verdict.Approve, Verdict.Amend, Verdict.Reject],
            ReviewSubject.Failure => [Verdict.Amend, Verdict.SendBack, Verdict.Reject],
            ReviewSubject.Human => [canAmend ? Verdict.Amend : Verdict.Approve, Verdict.Reject],
        };
        return [.. all.Where(verdict => verdict switch
        {
            Verdict.Amend => canAmend || subject == ReviewSubject.Failure,
            Verdict.SendBack => canSendBack,
            Verdict.Approve or Verdict.Reject => true,
        })];
    }

    /// <summary>The task's trigger that a released verdict fires.</summary>
    public static TaskTrigger Effect(ReviewSubject subject, Verdict verdict) => (subject, verdict) switch
    {
        (ReviewSubject.Action, Verdict.Approve or Verdict.Amend) => TaskTrigger.Proceed,
        (ReviewSubject.Failure, Verdict.SendBack) => TaskTrigger.Proceed,
        (_, Verdict.Approve) => TaskTrigger.Approve,
        (_, Verdict.Amend) => TaskTrigger.Amend,
        (_, Verdict.SendBack) => TaskTrigger.SendBack,
        (_, Verdict.Reject) => TaskTrigger.Reject,
    };
}

/// <summary>One row of the table.</summary>
public sealed record ReviewTransition(ReviewState From, ReviewTrigger Trigger, ReviewState To);
