namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>Something that somebody asked about a review, when, and what they heard.</summary>
/// <param name="Verb"><c>decide</c>, <c>undo</c>, <c>desk</c> (claim, delegate, defer), <c>read</c> or <c>cancel</c> (its run).</param>
/// <param name="Actor">Who asked.</param>
/// <param name="Said">The verdict of a decision, or null.</param>
/// <param name="Invoked">When it was sent.</param>
internal sealed record ReviewOperation(string Verb, string Actor, string? Said, long Invoked)
{
    /// <summary>When the answer was there; the end of time where nobody heard it: then it happened at some time, or never.</summary>
    public long Answered { get; init; } = long.MaxValue;

    /// <summary><c>staged</c>, <c>decided</c>, <c>ok</c>, a state that was read, or the code of a refusal; null where nobody heard.</summary>
    public string? Heard { get; init; }

    /// <summary>Who already decided, and what, in the words of the refusal.</summary>
    public (string User, string Decision)? Winner { get; init; }

    public bool IsKnown => Heard is not null;

    public override string ToString() => $"{Invoked}..{(IsKnown ? Answered : "?")} {Actor}: {Verb} {Said} -> {Heard ?? "?"} {Winner}";
}
