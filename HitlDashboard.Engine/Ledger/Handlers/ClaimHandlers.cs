using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Leases: taking, prolonging, giving back.</summary>
internal static class ClaimHandlers
{
    public static Answer<IReadOnlyList<ClaimedTask>> Claim(LedgerSession session, ClaimTasksCommand command)
    {
        var until = session.Now + command.Lease;
        var claimed = new List<ClaimedTask>(command.Tasks.Count);
        foreach (var due in command.Tasks)
        {
            if (session.Readable(due.RunId) is { State: RunState.Running, WaitingFor: null } run && run.Find(due.TaskId) is { State: TaskState.Pending } task
                && (task.DueAt is null || task.DueAt <= session.Now)
                && Holds.Take(session, run, task) && (!Awaiting.Applies(run, task) || Awaiting.IsAnswered(session, run, task)))
            {
                TaskMoves.Claim(session, command.Actor, run, task, command.Owner, until);
                claimed.Add(Describe(run, task));
            }
        }

        return new Answer<IReadOnlyList<ClaimedTask>>.Applied(claimed);
    }

    public static Answer<IReadOnlyList<TaskId>> Renew(LedgerSession session, RenewLeasesCommand command)
    {
        var until = session.Now + command.Lease;
        var lost = command.Tasks
            .Where(task => session.Statements.RenewLease.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value), task.Fence, until.UtcTicks) == 0)
            .Select(task => task.Id);
        return new Answer<IReadOnlyList<TaskId>>.Applied([.. lost]);
    }

    public static Answer<int> Release(LedgerSession session, ReleaseTasksCommand command)
    {
        var released = 0;
        foreach (var (id, fence) in command.Tasks)
        {
            if (session.ReadableTask(id) is not var (run, task) || task.State != TaskState.Running || task.Fence != fence)
            {
                continue;
            }

            // Where this process executes it all the same, that attempt has lost its lease.
            released++;
            session.Stops.Add(id);
            if (task.Attempt - task.AttemptBase >= run.Definition.Step(task.StepId).Retry.Attempts + PlanLimits.LostLeases)
            {
                var error = new TaskError("lease-lost", $"Its lease ended {PlanLimits.LostLeases} times without an outcome: something ends the process while it runs.", Retryable: false);
                TaskMoves.Fire(session, command.Actor, run, task, TaskTrigger.Fail, changed => changed.Error = error);
                RunMoves.Advance(session, run);
                continue;
            }

            // A clean shutdown is nobody's fault: the attempt is not counted, though its number is never used again.
            TaskMoves.Fire(session, command.Actor, run, task, TaskTrigger.Release, changed => changed.AttemptBase += command.CountAttempt ? 0 : 1);
        }

        return new Answer<int>.Applied(released);
    }

    private static ClaimedTask Describe(RunImage run, TaskImage task) => new()
    {
        Id = task.Id,
        Fence = task.Fence,
        Attempt = task.Attempt,
        AttemptBase = task.AttemptBase,
        Round = task.Round,
        Step = run.Definition.Step(task.StepId),
        Definition = run.Definition,
        Values = run.Values(),
        Item = task.Item,
        Index = task.Index,
        Input = task.Input,
        Feedback = task.Feedback,
        Answer = task.Awaited?.Answer,
        PlanError = task.Error is { Code: "plan-error" } error ? error : null,
    };
}
