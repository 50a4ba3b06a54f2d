using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The rules of everything that people do with a review short of deciding it: pure functions of its facts.</summary>
public static class ReviewDesk
{
    /// <summary>How long a claim holds without being renewed.</summary>
    public static readonly TimeSpan ClaimLength = TimeSpan.FromSeconds(60);

    /// <summary>The longest deferral.</summary>
    public static readonly TimeSpan LongestDeferral = TimeSpan.FromDays(90);

    /// <summary>The longest comment or reason, in characters.</summary>
    public const int LongestText = 4000;

    private const int LongestName = 100;

    /// <summary>What a change does, or why it is refused.</summary>
    /// <param name="facts">The review's facts.</param>
    /// <param name="change">The change.</param>
    /// <param name="actor">Who wants it.</param>
    /// <param name="now">When.</param>
    public static (ReviewFacts? Facts, Refusal? Refusal) Apply(ReviewFacts facts, ReviewChange change, Actor actor, DateTimeOffset now) => change switch
    {
        ReviewChange.Comment comment => Text(comment.Text, "comment") is { } wrong ? (null, wrong) : (facts, null),
        _ when facts.State != ReviewState.Open => (null, NotOpen(facts)),
        ReviewChange.Claim => Held(facts, actor, now) is { } held
            ? (null, held)
            : (facts with { ClaimedBy = actor.Name, ClaimedUntil = now + ClaimLength }, null),
        ReviewChange.Unclaim => Held(facts, actor, now) is { } others ? (null, others) : (Free(facts), null),
        ReviewChange.Delegate { To: var to } => Name(to) is { } wrong ? (null, wrong) : (Free(facts) with { Queue = to.Queue ?? facts.Queue, Assignee = to.Person }, null),
        ReviewChange.Defer { Until: var until } => Late(facts, until, now) is { } late ? (null, late) : (Free(facts) with { DeferredUntil = until.ToUniversalTime() }, null),
        ReviewChange.Escalate escalate => Text(escalate.Reason, "reason") is { } wrong ? (null, wrong) : (facts, null),
        _ => throw new InvalidOperationException($"No rule is known for {change.GetType().Name}."),
    };

    /// <summary>The facts one step up the ladder with new instants, or null where there is no further step.</summary>
    /// <param name="facts">The review's facts.</param>
    /// <param name="ladder">The steps, lowest first.</param>
    /// <param name="deadlines">Gives the instants that count from now on, by the queue that it comes to.</param>
    public static ReviewFacts? Escalate(ReviewFacts facts, IReadOnlyList<string> ladder, Func<string, Deadlines> deadlines)
    {
        if (facts.Level >= ladder.Count)
        {
            return null;
        }

        var to = ReviewTarget.Read(ladder[facts.Level]);
        var queue = to.Queue ?? facts.Queue;
        var fresh = deadlines(queue);
        return Free(facts) with
        {
            Queue = queue,
            Assignee = to.Person,
            Risk = facts.Risk == Risk.Critical ? Risk.Critical : facts.Risk + 1,
            Level = facts.Level + 1,
            DueAt = fresh.DueAt,
            ExpiresAt = fresh.ExpiresAt,
            Reminders = fresh.Reminders,
        };
    }

    /// <summary>Why a time-out can't decide so, or null: it may do no more than a person, and never approves what is dangerous, whoever found that out.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="risk">The risk as it is now.</param>
    /// <param name="verdict">What the definition says a time-out decides.</param>
    public static string? ForbidsTimeout(ReviewRequest request, Risk risk, Verdict verdict) => verdict switch
    {
        _ when !request.Allowed.Contains(verdict) => $"this review does not take {verdict}",
        Verdict.Approve when risk >= Risk.High => $"a time-out never approves at risk {risk.ToString().ToLowerInvariant()}",
        _ => null,
    };

    private static ReviewFacts Free(ReviewFacts facts) => facts with { ClaimedBy = null, ClaimedUntil = null, DeferredUntil = null };

    private static Refusal NotOpen(ReviewFacts facts) => new(
        "not-open", "The review is not open any more: it was decided, or its task or run was cancelled.", EngineJson.From(new { state = facts.State }));

    private static Refusal? Held(ReviewFacts facts, Actor actor, DateTimeOffset now) => facts.HolderAt(now) is { } holder && holder != actor.Name
        ? new Refusal("claimed", $"{holder} looks at it. You can decide all the same; the first decision wins.", EngineJson.From(new { user = holder, until = facts.ClaimedUntil }))
        : null;

    private static Refusal? Text(string text, string what) => string.IsNullOrWhiteSpace(text)
        ? new Refusal(what == "reason" ? "reason-required" : "invalid-input", $"A {what} needs words.")
        : text.Length > LongestText ? new Refusal("invalid-input", $"A {what} has at most {LongestText} characters.") : null;

    private static Refusal? Name(ReviewTarget to) => (to.Person ?? to.Queue) is { Length: > 0 and <= LongestName }
        ? null
        : new Refusal("invalid-input", $"Say to whom: a queue, or a person as @name, 1 to {LongestName} characters.");

    private static Refusal? Late(ReviewFacts facts, DateTimeOffset until, DateTimeOffset now)
    {
        if (until <= now || until > now + LongestDeferral)
        {
            return new Refusal("invalid-input", $"Defer to an instant that is still to come, at most {LongestDeferral.TotalDays:0} days ahead.");
        }

        return until >= facts.ExpiresAt
            ? new Refusal("defer-past-due", "It would time out while nobody sees it: choose an instant before it is due.", EngineJson.From(new { dueAt = facts.ExpiresAt }))
            : null;
    }
}
