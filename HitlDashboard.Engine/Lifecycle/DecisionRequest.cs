using System.Text.Json;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>A decision that somebody wants to make.</summary>
public sealed record DecisionRequest
{
    /// <summary>The review.</summary>
    public required ReviewId ReviewId { get; init; }

    /// <summary>The version that was seen.</summary>
    public required int Version { get; init; }

    /// <summary>What is said.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The digest that was seen; null leaves the check to <see cref="Version"/>.</summary>
    public string? Digest { get; init; }

    /// <summary>The reason of a reject or the feedback of a send back; they need one. At most 4,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>A note, at most 4,000 characters, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>The whole changed output (or form values) of an amend.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>How long it can be undone, 0 to 60; 0 takes effect at once.</summary>
    public int UndoSeconds { get; init; }
}

/// <summary>What a decision did.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="State">Staged while it can be undone, Decided where it took effect, Open where it waits for others' approvals.</param>
/// <param name="ReleaseAt">When the effect comes, or came; of an approval that waits for others, when it was given.</param>
public sealed record DecisionResult(DecisionId DecisionId, ReviewState State, DateTimeOffset ReleaseAt)
{
    /// <summary>How many more approvals it waits for; 0 where it waits for none.</summary>
    public int Missing { get; init; }
}

/// <summary>What became of one review of a batch.</summary>
/// <param name="ReviewId">The review.</param>
/// <param name="Result">What the decision did, or null where it was refused.</param>
/// <param name="Refusal">Why it was refused, or null where it was not.</param>
public sealed record BatchItem(ReviewId ReviewId, DecisionResult? Result, Refusal? Refusal);

/// <summary>What a batch did, review by review in the order of the request.</summary>
/// <param name="Batch">The id that every history entry of it carries.</param>
/// <param name="Items">One for each review.</param>
public sealed record BatchResult(string Batch, IReadOnlyList<BatchItem> Items);
