using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Writes a task that the planner wants.</summary>
internal static class NewTask
{
    public static void Add(LedgerSession session, RunImage run, PlannedTask planned)
    {
        var task = Make(session, run, planned);
        Insert(session, run, task);
        run.Add(task);
        session.Keep(run, task);
        switch (planned.Action)
        {
            case PlannedAction.Run when run is { State: RunState.Running, WaitingFor: null } && Awaiting.BeginsAtOnce(run, task):
                Awaiting.Due(session, run, task);
                break;
            case PlannedAction.Run:
                session.Offer(run, task);
                break;
            case PlannedAction.Skip:
                TaskMoves.Fire(session, Actor.Engine, run, task, TaskTrigger.Skip);
                break;
            case PlannedAction.Ask:
                ReviewMoves.Open(session, Actor.Engine, run, task, TaskTrigger.Ask, planned.Request!);
                break;
        }

        if (task.DeadlineAt is { } deadline)
        {
            session.Deadlines.Add((task.Id, deadline));
        }
    }

    private static TaskImage Make(LedgerSession session, RunImage run, PlannedTask planned)
    {
        var step = run.Definition.Step(planned.StepId);
        var first = run.Past.First(planned.StepId, planned.Item, planned.Index);
        return new TaskImage
        {
            Id = TaskId.New(session.Clock),
            StepId = planned.StepId,
            Index = planned.Index,
            Priority = step.Priority,
            Item = planned.Item,
            State = TaskState.Pending,
            DueAt = planned.DueAt,
            WaitingFor = run.WaitingFor ?? (planned.DueAt is null ? null : WaitingFor.Timer),
            Error = planned.Error,
            Round = first.Round,
            Feedback = first.Feedback,
            DeadlineAt = planned.Action == PlannedAction.Skip || run.WaitingFor is not null ? null : session.Now + step.Deadline,
        };
    }

    private static void Insert(LedgerSession session, RunImage run, TaskImage task)
    {
        var elements = task.Index == 0 && run.Counts.GetValueOrDefault(task.StepId)?.Items is { } items ? EngineJson.Write(items) : null;
        session.Statements.InsertTask.Execute(
            session.Transaction, ValueConversions.Bytes(task.Id.Value), ValueConversions.Bytes(run.Id.Value), task.StepId, task.Index, "Pending",
            task.WaitingFor?.ToString(), task.DueAt?.UtcTicks, task.Priority, 0, 0, task.Round, task.Fence, task.Item?.GetRawText(), elements,
            task.Error is null ? null : EngineJson.Write(task.Error), session.Now.UtcTicks, task.Feedback,
            task.DeadlineAt?.UtcTicks);
    }
}
