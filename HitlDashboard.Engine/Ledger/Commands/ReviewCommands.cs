using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Decides; the effect comes when the undo window ends.</summary>
internal sealed record StageDecisionCommand(Actor Actor, DecisionRequest Request) : LedgerCommand<DecisionResult>(Actor)
{
    public override Lane Lane => Lane.Decisions;
}

/// <summary>Decides a frozen list of reviews, each by itself: what is refused does not keep the others back.</summary>
internal sealed record DecideBatchCommand(Actor Actor, string Batch, IReadOnlyList<DecisionRequest> Requests) : LedgerCommand<BatchResult>(Actor)
{
    public override Lane Lane => Lane.Decisions;
}

/// <summary>Does something with a review short of deciding it.</summary>
internal sealed record ChangeReviewCommand(Actor Actor, ReviewId ReviewId, ReviewChange Change) : LedgerCommand<ReviewState>(Actor)
{
    public override Lane Lane => Lane.Decisions;
}

/// <summary>Notes who is away and who stands in.</summary>
internal sealed record AddAbsenceCommand(Actor Actor, Absence Absence) : LedgerCommand<Absence>(Actor);

/// <summary>Somebody is back early, or never left.</summary>
internal sealed record RemoveAbsenceCommand(Actor Actor, Guid Id) : LedgerCommand<Guid>(Actor);

/// <summary>Takes a staged decision back.</summary>
internal sealed record UndoDecisionCommand(Actor Actor, ReviewId ReviewId) : LedgerCommand<ReviewState>(Actor)
{
    public override Lane Lane => Lane.Decisions;
}

/// <summary>Does what is due for a review: releases a staged decision whose window ended, or applies the time-out rule.</summary>
internal sealed record WakeReviewCommand(Actor Actor, ReviewId ReviewId) : LedgerCommand<ReviewState>(Actor);

/// <summary>Records how the delivery of an outbox message went.</summary>
internal sealed record SettleMessageCommand(Actor Actor, long MessageId, bool Delivered, DateTimeOffset? NextAt) : LedgerCommand<bool>(Actor);
