using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What changes about a review while its content stays: who is asked, who looks, until when. Not part of the digest: a decision is bound to the content.</summary>
public sealed record ReviewFacts
{
    /// <summary>Its state.</summary>
    public required ReviewState State { get; init; }

    /// <summary>The queue it waits in.</summary>
    public required string Queue { get; init; }

    /// <summary>Who is asked first, or null for anyone.</summary>
    public string? Assignee { get; init; }

    /// <summary>The risk tier; an escalation raises it.</summary>
    public required Risk Risk { get; init; }

    /// <summary>When it should be decided, or null.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When <c>onTimeout</c> applies, or null where nothing will.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Reminders still to come, in order.</summary>
    public IReadOnlyList<DateTimeOffset> Reminders { get; init; } = [];

    /// <summary>Steps of the ladder that it went up.</summary>
    public int Level { get; init; }

    /// <summary>Who looks at it, or null. Holds until <see cref="ClaimedUntil"/> only.</summary>
    public string? ClaimedBy { get; init; }

    /// <summary>Until when <see cref="ClaimedBy"/> holds without being renewed.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Out of the inbox until then, or null.</summary>
    public DateTimeOffset? DeferredUntil { get; init; }

    /// <summary>When a staged decision takes effect; null unless Staged.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    /// <summary>When the engine has to look at it next, or null. The only timer of a review: it is stored, so it survives a restart.</summary>
    public DateTimeOffset? WakeAt => State switch
    {
        ReviewState.Staged => ReleaseAt,
        ReviewState.Open => new[] { DeferredUntil, ExpiresAt, Reminders.Count > 0 ? Reminders[0] : null }.Min(),
        ReviewState.Decided or ReviewState.Withdrawn => null,
    };

    /// <summary>Who looks at it at this instant, or null.</summary>
    public string? HolderAt(DateTimeOffset now) => ClaimedUntil > now ? ClaimedBy : null;

    /// <summary>The facts after the review moved: nobody looks at what is decided, and what is open again is in the inbox.</summary>
    public ReviewFacts Moved(ReviewState to, DateTimeOffset? releaseAt) =>
        this with { State = to, ReleaseAt = releaseAt, ClaimedBy = null, ClaimedUntil = null, DeferredUntil = null };
}
