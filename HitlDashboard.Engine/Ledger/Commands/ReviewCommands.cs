using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Decides; the effect comes when the undo window ends.</summary>
internal sealed record StageDecisionCommand(Actor Actor, DecisionRequest Request) : LedgerCommand<DecisionResult>(Actor)
{
    public override bool IsDecision => true;
}

/// <summary>Takes a staged decision back.</summary>
internal sealed record UndoDecisionCommand(Actor Actor, ReviewId ReviewId) : LedgerCommand<ReviewState>(Actor)
{
    public override bool IsDecision => true;
}

/// <summary>Does what is due for a review: releases a staged decision whose window ended, or applies the time-out rule.</summary>
internal sealed record WakeReviewCommand(Actor Actor, ReviewId ReviewId) : LedgerCommand<ReviewState>(Actor);

/// <summary>Records how the delivery of an outbox message went.</summary>
internal sealed record SettleMessageCommand(Actor Actor, long MessageId, bool Delivered, DateTimeOffset? NextAt) : LedgerCommand<bool>(Actor);
