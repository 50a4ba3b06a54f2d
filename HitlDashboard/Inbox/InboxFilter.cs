using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>What the address says about the list.</summary>
/// <param name="Queue">One queue, or null for all.</param>
/// <param name="Search">Part of the title, or null.</param>
/// <param name="View">Which items it lists.</param>
public sealed record InboxFilter(string? Queue = null, string? Search = null, InboxView View = InboxView.Waiting)
{

    public bool IsEmpty => this == new InboxFilter();

    public static InboxFilter From(string? queue, string? search, string? show) =>
        new(string.IsNullOrWhiteSpace(queue) ? null : queue, string.IsNullOrWhiteSpace(search) ? null : search.Trim(),
            Enum.TryParse<InboxView>(show, ignoreCase: true, out var view) && Enum.IsDefined(view) ? view : InboxView.Waiting);

    /// <summary>The list's address.</summary>
    public string Address()
    {
        var parts = new List<string>();
        Add(parts, "queue", Queue);
        Add(parts, "q", Search);
        Add(parts, "show", View == InboxView.Waiting ? null : View.ToString().ToLowerInvariant());
        return parts.Count == 0 ? "/inbox" : $"/inbox?{string.Join('&', parts)}";
    }

    public ReviewFilter Waiting() => new() { States = [ReviewState.Open], Queue = Queue, Search = Search };

    public ReviewFilter Deferred() => Waiting() with { Deferred = true };

    public ReviewFilter Staged() => new() { States = [ReviewState.Staged], Queue = Queue, Search = Search };

    public ReviewFilter Listed() => View switch
    {
        InboxView.Staged => Staged(),
        InboxView.Deferred => Deferred(),
        _ => Waiting(),
    };

    /// <summary>Whether an item of the list is still one to decide.</summary>
    public bool Wants(ReviewListItem row) => row.State == ReviewState.Open && (View == InboxView.Deferred || row.DeferredUntil is null) && (Queue is null || row.Queue == Queue);

    private static void Add(List<string> parts, string name, string? value)
    {
        if (value is not null)
        {
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}

/// <summary>Which items the inbox lists.</summary>
public enum InboxView
{
    /// <summary>What waits for a decision.</summary>
    Waiting,

    /// <summary>What can still be undone.</summary>
    Staged,

    /// <summary>What somebody put off.</summary>
    Deferred,
}
