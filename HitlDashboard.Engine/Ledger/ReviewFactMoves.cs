using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Changes facts and content of an open review: guarded update, history, event, timer. Its state stays.</summary>
internal static class ReviewFactMoves
{
    /// <summary>Writes changed facts.</summary>
    public static void Change(LedgerSession session, Actor actor, ReviewImage review, ReviewFacts facts, ReviewFact fact, object? data)
    {
        var old = review.Facts;
        var urgent = Deadlines.UrgentAt(facts.DueAt, facts.Risk, review.Request.Priority, review.CreatedAt);

        // An escalation gives more time, but nobody should see it later for that.
        review.UrgentAt = facts.Level > old.Level && urgent > review.UrgentAt ? review.UrgentAt : urgent;
        Guard(review, session.Statements.ChangeReview.Execute(
            session.Transaction, ValueConversions.Bytes(review.Id.Value), facts.WakeAt?.UtcTicks, facts.Queue, facts.Assignee, facts.Risk.ToString(), facts.DueAt?.UtcTicks,
            facts.ExpiresAt?.UtcTicks, Text(facts.Reminders), facts.Level, facts.ClaimedBy, facts.ClaimedUntil?.UtcTicks, facts.DeferredUntil?.UtcTicks, review.UrgentAt.UtcTicks));
        review.Facts = facts;
        session.WakeAt(review.Id, facts.WakeAt);
        Record(session, actor, review, fact, data, arrives: fact == ReviewFact.Return || facts.Queue != old.Queue);
        if (facts.Queue != old.Queue)
        {
            session.Events.Insert(session.Events.Count - 1, new EngineEvent.ReviewChanged(session.Numbers.Seq, review.Id, review.RunId, old.Queue, review.State) { IsFact = true });
        }
    }

    /// <summary>Writes changed content, which nobody approved yet.</summary>
    public static void Revise(LedgerSession session, Actor actor, RunImage run, TaskImage task, ReviewImage review, ReviewRequest request, object? data)
    {
        var (text, version) = (EngineJson.Write(request), review.Version + 1);
        var digest = ReviewDigest.Of(run, task, text);
        Guard(review, session.Statements.ReviseReview.Execute(
            session.Transaction, ValueConversions.Bytes(review.Id.Value), review.Version, version, digest, request.Title, text));
        (review.Request, review.Version, review.Digest) = (request, version, digest);
        Record(session, actor, review, ReviewFact.Revise, data);
    }

    /// <summary>Something happened that changed neither facts nor content.</summary>
    public static void Record(LedgerSession session, Actor actor, ReviewImage review, ReviewFact fact, object? data, bool arrives = false)
    {
        var state = review.State.ToString();
        var seq = session.Write("review", actor, fact.ToString(), new HistoryFacts(review.RunId, review.TaskId, review.Id, state, state, Data: data));
        session.Events.Add(new EngineEvent.ReviewChanged(seq, review.Id, review.RunId, review.Facts.Queue, review.State) { IsFact = !arrives });
    }

    /// <summary>Reminders as they are stored; null for none.</summary>
    public static string? Text(IReadOnlyList<DateTimeOffset> reminders) => reminders.Count == 0 ? null : EngineJson.Write(reminders);

    private static void Guard(ReviewImage review, int changed)
    {
        if (changed != 1)
        {
            throw new InvalidOperationException($"Review {review.Id} was not as expected when it was changed.");
        }
    }
}
