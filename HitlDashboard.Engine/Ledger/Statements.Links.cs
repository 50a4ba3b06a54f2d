namespace HitlDashboard.Engine.Ledger;

/// <summary>What writes and reads signals, schedules and runs that belong together.</summary>
internal sealed partial class Statements
{
    public Statement InsertSignal => field ??= Insert("Signals", "RunId", "Name", "Payload", "Actor", "At", "TaskId");

    public Statement KeptSignals => field ??= New("SELECT Id, Payload, Actor FROM Signals WHERE RunId = $0 AND Name = $1 AND TaskId IS NULL ORDER BY Id", 2);

    /// <summary>How many a run keeps: of one name, and of all.</summary>
    public Statement CountSignals => field ??= New(
        "SELECT COALESCE(SUM(Name = $1), 0), COUNT(*) FROM Signals WHERE RunId = $0 AND TaskId IS NULL", 2);

    public Statement TakeSignal => field ??= New("UPDATE Signals SET TaskId = $1 WHERE Id = $0 AND TaskId IS NULL", 2);

    public Statement InsertSchedule => field ??= Insert("Schedules", "Workflow", "Name", "NextAt");

    public Statement DeleteSchedule => field ??= New("DELETE FROM Schedules WHERE Workflow = $0 AND Name = $1", 2);

    public Statement MoveSchedule => field ??= New("UPDATE Schedules SET NextAt = $2 WHERE Workflow = $0 AND Name = $1", 3);

    public Statement SaveSchedule => field ??= New(
        "UPDATE Schedules SET LastAt = $2, LastRunId = $3, Queued = $4, Problem = $5 WHERE Workflow = $0 AND Name = $1", 6);

    public Statement ReadScheduleNames => field ??= New("SELECT Name FROM Schedules WHERE Workflow = $0", 1);

    public Statement ReadSchedule => field ??= New(
        "SELECT Workflow, Name, NextAt, LastAt, LastRunId, Queued, Problem FROM Schedules WHERE Workflow = $0 AND Name = $1", 2);

    public Statement OpenScheduled => field ??= New(
        "SELECT Id FROM Runs WHERE Workflow = $0 AND Schedule = $1 AND State IN ('Running', 'Paused') LIMIT 1", 2);

    public Statement CountFamily => field ??= New("SELECT COUNT(*) FROM Runs WHERE RootRunId = $0", 1);
}
