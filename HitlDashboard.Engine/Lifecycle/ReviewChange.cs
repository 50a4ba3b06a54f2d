namespace HitlDashboard.Engine.Lifecycle;

/// <summary>Something that a person does with a review short of deciding it. Each changes facts of the review, none its state.</summary>
public abstract record ReviewChange
{
    private ReviewChange()
    {
    }

    /// <summary>Looks at it: for <see cref="ReviewDesk.ClaimLength"/> the others see who. Again renews.</summary>
    public sealed record Claim : ReviewChange;

    /// <summary>Stops looking at it.</summary>
    public sealed record Unclaim : ReviewChange;

    /// <summary>Hands it to a person or a queue.</summary>
    public sealed record Delegate(ReviewTarget To) : ReviewChange;

    /// <summary>Takes it out of the inbox until an instant.</summary>
    public sealed record Defer(DateTimeOffset Until) : ReviewChange;

    /// <summary>Says something about it, 1 to 4,000 characters.</summary>
    public sealed record Comment(string Text) : ReviewChange;

    /// <summary>Sends it one step up the ladder, with a reason of 1 to 4,000 characters.</summary>
    public sealed record Escalate(string Reason) : ReviewChange;
}

/// <summary>What happens to a review besides the triggers of its table: the names of the history's entries.</summary>
public enum ReviewFact
{
    /// <summary>Somebody looks at it.</summary>
    Claim,

    /// <summary>They stopped.</summary>
    Unclaim,

    /// <summary>It was handed on.</summary>
    Delegate,

    /// <summary>It is out of the inbox for a while.</summary>
    Defer,

    /// <summary>It is back in the inbox.</summary>
    Return,

    /// <summary>Somebody said something about it.</summary>
    Comment,

    /// <summary>It went one step up the ladder, by hand or because nobody decided in time.</summary>
    Escalate,

    /// <summary>Those who are asked were reminded.</summary>
    Remind,

    /// <summary>Nobody decided in time, and the ladder has no further step, or a time-out may not decide it so.</summary>
    Overdue,

    /// <summary>An approval that waits for others.</summary>
    Count,

    /// <summary>The content was changed and has to be approved anew.</summary>
    Revise,

    /// <summary>An approval that waited for others was taken back.</summary>
    Retract,
}
