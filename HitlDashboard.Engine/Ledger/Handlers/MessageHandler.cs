using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>The outbox after a delivery.</summary>
internal static class MessageHandler
{
    public static Answer<bool> Settle(LedgerSession session, SettleMessageCommand command)
    {
        var changed = command.Delivered
            ? session.Statements.DeleteMessage.Execute(session.Transaction, command.MessageId)
            : session.Statements.DelayMessage.Execute(session.Transaction, command.MessageId, command.NextAt?.UtcTicks);
        return new Answer<bool>.Applied(changed == 1);
    }
}
