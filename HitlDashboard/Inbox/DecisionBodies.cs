using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Inbox;

/// <summary>What every decision says.</summary>
internal abstract record DecisionBody
{
    /// <summary>The review's version that was seen.</summary>
    public required int Version { get; init; }

    /// <summary>The digest that was seen; left out, the version alone is checked.</summary>
    public string? Digest { get; init; }

    /// <summary>A note, at most 4,000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>How long it can be undone, 0 to 60; 0 takes effect at once.</summary>
    public int UndoSeconds { get; init; }

    public abstract DecisionRequest Request(ReviewId review);

    protected DecisionRequest Request(ReviewId review, Verdict verdict) => new()
    {
        ReviewId = review,
        Version = Version,
        Verdict = verdict,
        Digest = Digest,
        Comment = Comment,
        UndoSeconds = UndoSeconds,
    };
}

/// <summary>It stands as shown.</summary>
internal sealed record ApproveBody : DecisionBody
{
    public override DecisionRequest Request(ReviewId review) => Request(review, Verdict.Approve);
}

/// <summary>It stands as changed.</summary>
internal sealed record AmendBody : DecisionBody
{
    /// <summary>The whole changed output, the changed parameters, or the form's values.</summary>
    public required JsonElement Output { get; init; }

    public override DecisionRequest Request(ReviewId review) => Request(review, Verdict.Amend) with { Output = Output };
}

/// <summary>No.</summary>
internal sealed record RejectBody : DecisionBody
{
    /// <summary>Why, at most 4,000 characters. A reject without one is refused with <c>reason-required</c>.</summary>
    public string? Reason { get; init; }

    public override DecisionRequest Request(ReviewId review) => Request(review, Verdict.Reject) with { Reason = Reason };
}

/// <summary>Again, with feedback.</summary>
internal sealed record SendBackBody : DecisionBody
{
    /// <summary>What to do differently, at most 4,000 characters. Without it the decision is refused with <c>reason-required</c>.</summary>
    public string? Feedback { get; init; }

    public override DecisionRequest Request(ReviewId review) => Request(review, Verdict.SendBack) with { Reason = Feedback };
}

/// <summary>Nothing may be said about an undo.</summary>
internal sealed record UndoBody;

/// <summary>What a decision did.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="State">Staged while it can be undone, decided where it took effect, open where it waits for others' approvals.</param>
/// <param name="ReleaseAt">When its effect comes, or came.</param>
/// <param name="NextReviewId">The most urgent open review that the caller can take up: for them or for anyone, looked at by nobody else; or null.</param>
internal sealed record ApiDecided(Guid DecisionId, ReviewState State, DateTimeOffset ReleaseAt, Guid? NextReviewId);
