using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>What the address says about the list.</summary>
/// <param name="Queue">One queue, or null for all.</param>
/// <param name="Search">Part of the title, or null.</param>
/// <param name="IsStaged">Whether it lists what is staged instead of what waits.</param>
public sealed record InboxFilter(string? Queue = null, string? Search = null, bool IsStaged = false)
{
    private const string StagedValue = "staged";

    public bool IsEmpty => this == new InboxFilter();

    public static InboxFilter From(string? queue, string? search, string? show) =>
        new(string.IsNullOrWhiteSpace(queue) ? null : queue, string.IsNullOrWhiteSpace(search) ? null : search.Trim(), show == StagedValue);

    /// <summary>The list's address.</summary>
    public string Address()
    {
        var parts = new List<string>();
        Add(parts, "queue", Queue);
        Add(parts, "q", Search);
        Add(parts, "show", IsStaged ? StagedValue : null);
        return parts.Count == 0 ? "/inbox" : $"/inbox?{string.Join('&', parts)}";
    }

    public ReviewFilter Waiting() => new() { States = [ReviewState.Open], Queue = Queue, Search = Search };

    public ReviewFilter Staged() => new() { States = [ReviewState.Staged], Queue = Queue, Search = Search };

    public ReviewFilter Listed() => IsStaged ? Staged() : Waiting();

    private static void Add(List<string> parts, string name, string? value)
    {
        if (value is not null)
        {
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
