namespace HitlDashboard.Engine.Lifecycle;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Next">The opaque cursor of the next page, or null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
