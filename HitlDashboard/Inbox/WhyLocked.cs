using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.SignIn;

namespace HitlDashboard.Inbox;

/// <summary>Why somebody can't decide an item.</summary>
internal static class WhyLocked
{
    /// <summary>A sentence, or null where it can be decided.</summary>
    public static string? Of(ReviewListItem item, Actor me) => item.State switch
    {
        ReviewState.Open => Policies.Includes(me.Role, Role.Supervisor)
            ? null
            : $"You can read this. Deciding needs the role supervisor; you are {Policies.NameOf(me.Role)}.",
        ReviewState.Staged => $"{Who(item, me)}; it can be undone until it takes effect.",
        ReviewState.Decided => $"{Who(item, me)}{Reason(item)}. This is final.",
        ReviewState.Withdrawn => "Withdrawn: its task or run was cancelled.",
    };

    private static string Who(ReviewListItem item, Actor me) => item.Decision is { } decision
        ? $"{(decision.By == me.Name ? "You" : decision.By)} {Words.Past(decision.Verdict).ToLowerInvariant()} this"
        : "This is decided";

    private static string Reason(ReviewListItem item) => item.Decision?.Reason is { } reason ? $": {reason}" : "";
}
