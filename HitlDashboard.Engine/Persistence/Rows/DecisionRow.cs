using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class DecisionRow
{
    public required DecisionId Id { get; init; }

    public required ReviewId ReviewId { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>
    /// <c>Staged</c>, <c>Released</c>, <c>Undone</c> or <c>Withdrawn</c>; in a quorum also <c>Counted</c> (an approval of the content that <see cref="Version"/> has)
    /// and <c>Revised</c> (an amend that made that content and counts for nothing).
    /// </summary>
    public required string State { get; init; }

    public required string Actor { get; init; }

    /// <summary>Whom the rules count: the owner of a key; null where it is the actor.</summary>
    public string? Person { get; init; }

    /// <summary>Nobody decided: the time to do so ended.</summary>
    public bool TimedOut { get; init; }

    public required int Version { get; init; }

    public required string Digest { get; init; }

    public string? Reason { get; init; }

    public string? Comment { get; init; }

    public string? Output { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ReleaseAt { get; init; }
}
