namespace HitlDashboard.Engine.Ledger;

/// <summary>What deletes that which was kept long enough.</summary>
internal sealed partial class Statements
{
    /// <summary>The run that ended first and may go. The newest run and the newest review stay: the next numbers are counted from them. A child stays as long as its parent runs, and a parent as long as one of its children.</summary>
    public Statement OldestRun => field ??= New(
        """
        SELECT Id, Number, Workflow, Title, State, StartedBy, CompletedAt FROM Runs r
        WHERE CompletedAt < $0 AND State IN ('Completed', 'Failed', 'Cancelled') AND Number < (SELECT MAX(Number) FROM Runs)
        AND Id IS NOT (SELECT RunId FROM Reviews ORDER BY Number DESC LIMIT 1)
        AND NOT EXISTS (SELECT 1 FROM Runs p WHERE p.Id = r.ParentRunId AND p.CompletedAt IS NULL)
        AND NOT EXISTS (SELECT 1 FROM Runs c WHERE c.ParentRunId = r.Id AND c.CompletedAt IS NULL)
        ORDER BY CompletedAt LIMIT 1
        """,
        1);

    public Statement DecisionsOfRun => field ??= New(
        "SELECT d.ReviewId, d.Verdict, d.State, d.Actor, d.At, d.Digest FROM Decisions d JOIN Reviews r ON r.Id = d.ReviewId WHERE r.RunId = $0 ORDER BY d.At", 1);

    public Statement ArtifactsOfRun => field ??= New("SELECT Id FROM Artifacts WHERE RunId = $0", 1);

    public Statement DeleteDecisions => field ??= Removes("Decisions", "DELETE FROM Decisions WHERE ReviewId IN (SELECT Id FROM Reviews WHERE RunId = $0) RETURNING Id");

    public Statement DeleteReviews => field ??= Removes("Reviews", "DELETE FROM Reviews WHERE RunId = $0 RETURNING Id");

    public Statement DeleteArtifacts => field ??= Removes("Artifacts", "DELETE FROM Artifacts WHERE RunId = $0 RETURNING Id");

    public Statement DeleteSignals => field ??= New("DELETE FROM Signals WHERE RunId = $0", 1);

    public Statement DeleteTasks => field ??= Removes("Tasks", "DELETE FROM Tasks WHERE RunId = $0 RETURNING Id");

    public Statement DeleteRun => field ??= Removes("Runs", "DELETE FROM Runs WHERE Id = $0 RETURNING Id");

    public Statement ForgetMessages => field ??= New(
        "DELETE FROM Outbox WHERE Id IN (SELECT Id FROM Outbox WHERE NextAt IS NULL AND At < $0 LIMIT 1000)", 1);
}
