using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Which handler takes which command, and what a repeated key gets.</summary>
internal static class Dispatch
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(7);

    private const int KeysAtOnce = 1000;

    public static Answer<T> Apply<T>(LedgerSession session, LedgerCommand<T> command)
    {
        var before = session.Numbers.Seq;
        try
        {
            var answer = Once(session, command);
            Admission.Settle(session);
            return answer;
        }
        catch (UnreadableDefinitionException exception) when (session.Numbers.Seq == before)
        {
            return Refuse.With<T>("unreadable-definition", exception.Message);
        }
    }

    private static Answer<T> Once<T>(LedgerSession session, LedgerCommand<T> command)
    {
        if (command.Key is not { } key || Mutations.IgnoresKeys)
        {
            return Handle(session, command);
        }

        var name = $"{command.Actor.Kind} {command.Actor.Name}\n{key.Key}";
        var found = session.Statements.FindKey.Read(session.Transaction, reader => (Hash: reader.GetString(0), Answer: reader.GetString(1)), name);
        if (found.Count > 0)
        {
            return found[0].Hash == key.RequestHash
                ? new Answer<T>.Duplicate(EngineJson.Read<T>(found[0].Answer))
                : Refuse.With<T>("idempotency-key-reused", "This Idempotency-Key was used for another request: choose a new one.");
        }

        var answer = Handle(session, command);
        if (answer is Answer<T>.Applied applied)
        {
            session.Statements.InsertKey.Execute(session.Transaction, name, key.RequestHash, EngineJson.Write(applied.Result), session.Now.UtcTicks);
        }

        return answer;
    }

    /// <summary>Forgets some of the keys that are older than seven days.</summary>
    /// <returns>Whether none of them is left.</returns>
    public static bool ForgetKeys(Statements statements, SqliteTransaction transaction, DateTimeOffset now) =>
        statements.ForgetKeys.Execute(transaction, (now - KeyLife).UtcTicks, KeysAtOnce) < KeysAtOnce;

    private static Answer<T> Handle<T>(LedgerSession session, LedgerCommand<T> command) => (Answer<T>)(object)(command switch
    {
        ClaimTasksCommand claim => ClaimHandlers.Claim(session, claim),
        FinishTaskCommand finish => FinishHandler.Finish(session, finish),
        StageDecisionCommand stage => DecisionHandlers.Stage(session, stage),
        DecideBatchCommand batch => BatchHandler.Decide(session, batch),
        UndoDecisionCommand undo => UndoHandler.Undo(session, undo),
        WakeReviewCommand wake => WakeHandler.Wake(session, wake),
        ChangeReviewCommand change => ReviewChangeHandler.Change(session, change),
        AddAbsenceCommand absence => AbsenceHandlers.Add(session, absence),
        RemoveAbsenceCommand absence => AbsenceHandlers.Remove(session, absence),
        StartRunCommand start => RunHandlers.Start(session, start),
        RenewLeasesCommand renew => ClaimHandlers.Renew(session, renew),
        ExpireTaskCommand expire => DeadlineHandler.Expire(session, expire),
        ReleaseTasksCommand release => ClaimHandlers.Release(session, release),
        ChangeRunCommand change => RunHandlers.Change(session, change),
        ReopenTaskCommand reopen => ReopenHandler.Reopen(session, reopen),
        SendSignalCommand signal => SignalHandler.Send(session, signal),
        BeginRunCommand begin => ScheduleHandlers.Begin(session, begin),
        FireScheduleCommand fire => ScheduleHandlers.Fire(session, fire),
        SkipTaskCommand skip => SkipHandler.Skip(session, skip),
        ChangeInputCommand change => ChangeInputHandler.Change(session, change),
        DeleteRunCommand delete => RetentionHandlers.Delete(session, delete),
        ForgetMessagesCommand forget => RetentionHandlers.Forget(session, forget),
        PublishDefinitionCommand publish => DefinitionHandlers.Publish(session, publish),
        ReportBrokenFileCommand broken => DefinitionHandlers.ReportBroken(session, broken),
        SettleMessageCommand settle => MessageHandler.Settle(session, settle),
        _ => throw new InvalidOperationException($"No handler takes {command.GetType().Name}."),
    });
}
