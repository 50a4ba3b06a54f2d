namespace HitlDashboard.Inbox;

/// <summary>What people do with an item short of deciding it.</summary>
public enum ItemAction
{
    /// <summary>Shows the others that I look at it; again ends that.</summary>
    Claim,

    /// <summary>Says something about it.</summary>
    Comment,

    /// <summary>Takes it out of the inbox for a while.</summary>
    Defer,

    /// <summary>Hands it to somebody else or to another queue.</summary>
    Delegate,

    /// <summary>Sends it one step up its ladder.</summary>
    Escalate,
}
