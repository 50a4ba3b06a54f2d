using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Deletes what was kept long enough. The history stays, with a last entry that says what was deleted and what was decided about which content.</summary>
internal static class RetentionHandlers
{
    public static Answer<DeletedRun> Delete(LedgerSession session, DeleteRunCommand command)
    {
        var found = session.Statements.OldestRun.Read(session.Transaction, Ended, command.EndedBefore.UtcTicks);
        if (found.Count == 0)
        {
            return new Answer<DeletedRun>.Applied(new DeletedRun(null, []));
        }

        var run = found[0];
        var id = ValueConversions.Bytes(run.Id.Value);
        var decisions = session.Statements.DecisionsOfRun.Read(session.Transaction, Made, id);
        var artifacts = session.Statements.ArtifactsOfRun.Read(session.Transaction, row => new ArtifactId(Row.Id(row, 0)!.Value), id);
        foreach (var statement in new[]
        {
            session.Statements.DeleteDecisions, session.Statements.DeleteReviews, session.Statements.DeleteArtifacts, session.Statements.DeleteTasks, session.Statements.DeleteRun,
        })
        {
            // The chain tells of each row that it is gone.
            statement.Read(session.Transaction, row => row.GetBytes(0), id).ForEach(gone => statement.Changed?.Invoke([gone]));
        }

        session.Statements.DeleteSignals.Execute(session.Transaction, id);

        session.Write("run", command.Actor, "Delete", new HistoryFacts(run.Id, From: run.State, Data: new
        {
            run.Number, run.Workflow, run.Title, run.StartedBy, run.EndedAt, artifacts = artifacts.Count, decisions,
        }));
        return new Answer<DeletedRun>.Applied(new DeletedRun(run.Id, artifacts));
    }

    public static Answer<int> Forget(LedgerSession session, ForgetMessagesCommand command) =>
        new Answer<int>.Applied(session.Statements.ForgetMessages.Execute(session.Transaction, command.WrittenBefore.UtcTicks));

    private static EndedRun Ended(StatementRow row) => new(
        new RunId(Row.Id(row, 0)!.Value), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), Row.Instant(row, 6)!.Value);

    private static MadeDecision Made(StatementRow row) => new(
        Row.Id(row, 0)!.Value.ToString(), row.GetString(1), row.GetString(2), row.GetString(3), Row.Instant(row, 4)!.Value, row.GetString(5));
}

/// <summary>A run that ended, as its row says.</summary>
internal sealed record EndedRun(RunId Id, long Number, string Workflow, string Title, string State, string StartedBy, DateTimeOffset EndedAt);

/// <summary>One decision that was made about a deleted run: who decided what about which content.</summary>
internal sealed record MadeDecision(string Review, string Verdict, string State, string Actor, DateTimeOffset At, string Digest);
