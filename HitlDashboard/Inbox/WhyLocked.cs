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

    /// <summary>Why somebody can't do something short of deciding, or null where they can. The engine checks it again.</summary>
    public static string? Of(ItemAction action, ReviewDetail detail, Actor me)
    {
        var role = action == ItemAction.Comment ? Role.Operator : Role.Supervisor;
        return !Policies.Includes(me.Role, role) ? $"This needs the role {Policies.NameOf(role)}."
            : action == ItemAction.Comment ? null
            : detail.Item.State != ReviewState.Open ? "It is not open any more."
            : action == ItemAction.Escalate && detail.Request.EscalateTo.Count == 0 ? "Its definition has no ladder."
            : null;
    }

    private static string Who(ReviewListItem item, Actor me) => item.Decision is { } decision
        ? $"{(decision.By == me.Name ? "You" : decision.By)} {Words.Past(decision.Verdict).ToLowerInvariant()} this"
        : "This is decided";

    private static string Reason(ReviewListItem item) => item.Decision?.Reason is { } reason ? $": {reason}" : "";
}
