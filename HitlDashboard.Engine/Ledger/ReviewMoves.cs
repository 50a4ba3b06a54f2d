using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Opens reviews, and moves them along their table together with their task.</summary>
internal static class ReviewMoves
{
    /// <summary>Asks a person: the review and the task's move are one transaction.</summary>
    public static void Open(
        LedgerSession session, Actor actor, RunImage run, TaskImage task, TaskTrigger trigger, ReviewRequest asked, Action<TaskImage>? change = null)
    {
        var id = ReviewId.New(session.Clock);
        var deadlines = session.DeadlinesOf(asked, asked.Queue);
        var request = asked with { DueAt = deadlines.DueAt };
        var text = EngineJson.Write(request);
        var wake = new[] { deadlines.ExpiresAt, deadlines.Reminders.Count > 0 ? deadlines.Reminders[0] : null }.Min();
        session.Statements.InsertReview.Execute(
            session.Transaction, ValueConversions.Bytes(id.Value), session.Numbers.NextReview(), ValueConversions.Bytes(run.Id.Value),
            ValueConversions.Bytes(task.Id.Value), run.Definition.Name, task.StepId, task.Round, request.Subject.ToString(), "Open", 1,
            ReviewDigest.Of(run, task, text), request.Queue, request.Risk.ToString(), request.Priority, request.UrgentAt(session.Now).UtcTicks, request.Title,
            request.Assignee, request.Confidence, request.Kind.ToString(), text, session.Now.UtcTicks, request.DueAt?.UtcTicks, wake?.UtcTicks,
            deadlines.ExpiresAt?.UtcTicks, ReviewFactMoves.Text(deadlines.Reminders));
        Failpoints.Hit(Failpoints.OpeningReview);
        TaskMoves.Fire(session, actor, run, task, trigger, changed =>
        {
            changed.ReviewId = id;
            change?.Invoke(changed);
        });
        Record(session, actor, run.Id, task.Id, id, request.Queue, "Open", null, ReviewState.Open, new { request.Title, request.Queue, risk = request.Risk, request.Assignee });
        session.WakeAt(id, wake);
        session.Tell(
            "review.opened", id.ToString(), new { review = id.ToString(), run = run.Id.ToString(), request.Title, request.Queue, risk = request.Risk, request.Assignee }, request.Notify);
    }

    /// <summary>Moves a review; the row's state guards the update.</summary>
    public static void Fire(
        LedgerSession session, Actor actor, ReviewImage review, ReviewTrigger trigger, DateTimeOffset? releaseAt, DecisionId? decision, object? data)
    {
        var from = review.State;
        var row = ReviewTransitions.Next(from, trigger)
            ?? throw new InvalidOperationException($"{trigger} is not legal for review {review.Id}, which is {from}: the handler must refuse it.");
        var facts = review.Facts.Moved(row.To, releaseAt);
        var changed = session.Statements.UpdateReview.Execute(
            session.Transaction, ValueConversions.Bytes(review.Id.Value), from.ToString(), row.To.ToString(), facts.WakeAt?.UtcTicks, LedgerSession.Bytes(decision?.Value));
        if (changed != 1)
        {
            throw new InvalidOperationException($"Review {review.Id} was not as expected when it was updated.");
        }

        (review.Facts, review.DecisionId) = (facts, decision);
        Record(session, actor, review.RunId, review.TaskId, review.Id, facts.Queue, trigger.ToString(), from, row.To, data);
        session.WakeAt(review.Id, facts.WakeAt);
    }

    /// <summary>Withdraws a review that nobody needs to decide any more; a staged decision of it has no effect.</summary>
    public static void Withdraw(LedgerSession session, Actor actor, RunImage run, ReviewId id)
    {
        if (session.Review(id) is not { State: ReviewState.Open or ReviewState.Staged } review)
        {
            return;
        }

        if (review.DecisionId is { } decision)
        {
            session.Statements.UpdateDecision.Execute(session.Transaction, ValueConversions.Bytes(decision.Value), "Staged", "Withdrawn");
        }

        Fire(session, actor, review, ReviewTrigger.Withdraw, null, null, null);
    }

    private static void Record(
        LedgerSession session, Actor actor, RunId run, TaskId task, ReviewId review, string queue, string trigger, ReviewState? from, ReviewState to, object? data)
    {
        var seq = session.Write("review", actor, trigger, new HistoryFacts(run, task, review, from?.ToString(), to.ToString(), Data: data));
        session.Events.Add(new EngineEvent.ReviewChanged(seq, review, run, queue, to));
    }
}
