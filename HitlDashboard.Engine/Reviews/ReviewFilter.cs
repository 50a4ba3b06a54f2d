using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Which reviews a list shows. Null members do not filter.</summary>
public sealed record ReviewFilter
{
    /// <summary>States; default Open.</summary>
    public IReadOnlyList<ReviewState> States { get; init; } = [ReviewState.Open];

    /// <summary>One queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Only those that are deferred; false leaves them out, null takes both.</summary>
    public bool? Deferred { get; init; } = false;

    /// <summary>Assigned to this user, or to somebody for whom they stand in now.</summary>
    public string? Assignee { get; init; }

    /// <summary>One workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary>One risk tier.</summary>
    public Risk? Risk { get; init; }

    /// <summary>Only those past their due time.</summary>
    public bool Overdue { get; init; }

    /// <summary>Part of the title, any case.</summary>
    public string? Search { get; init; }

    /// <summary>Order. Default urgency.</summary>
    public ReviewSort Sort { get; init; }

    /// <summary>1 to 200, default 50.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the last page ended, as <see cref="Page{T}.Next"/> gave it; null for the first page.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Orders of a list of reviews.</summary>
public enum ReviewSort
{
    /// <summary>By when somebody should look: due time, risk, priority and age.</summary>
    Urgency,

    /// <summary>Oldest first.</summary>
    Age,

    /// <summary>Highest priority first, then oldest.</summary>
    Priority,
}
