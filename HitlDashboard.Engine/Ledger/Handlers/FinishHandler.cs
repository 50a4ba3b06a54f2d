using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Records what an attempt learned, and lets the run go on.</summary>
internal static class FinishHandler
{
    public static Answer<TaskState> Finish(LedgerSession session, FinishTaskCommand command)
    {
        if (session.Task(command.TaskId) is not var (run, task))
        {
            return Refuse.NotFound<TaskState>("task", command.TaskId);
        }

        // A late outcome of a cancelled, rescued or reopened task: somebody else has the task now.
        if (task.State != TaskState.Running || (task.Fence != command.Fence && !Mutations.IgnoresFence))
        {
            return Refuse.Stale<TaskState>("lease-lost", $"The task is {task.State} and its lease is another one.", new { state = task.State, fence = task.Fence });
        }

        foreach (var artifact in command.Outcome.Artifacts)
        {
            Record(session, run, task, artifact);
        }

        Apply(session, command.Actor, run, task, Expansion.Check(run, task, command.Outcome));
        RunMoves.Advance(session, run);
        return new Answer<TaskState>.Applied(task.State);
    }

    private static void Apply(LedgerSession session, Actor actor, RunImage run, TaskImage task, TaskOutcome outcome)
    {
        switch (outcome)
        {
            case TaskOutcome.Succeed done:
                TaskMoves.Fire(session, actor, run, task, TaskTrigger.Succeed, changed =>
                    (changed.Output, changed.Confidence, changed.Error) = (done.Output, done.Confidence, null));
                break;
            case TaskOutcome.Submit submitted:
                ReviewMoves.Open(session, actor, run, task, TaskTrigger.Submit, submitted.Request, changed =>
                    (changed.Output, changed.Confidence, changed.Error) = (submitted.Output, submitted.Confidence, null));
                break;
            case TaskOutcome.Retry again:
                TaskMoves.Fire(
                    session, actor, run, task, TaskTrigger.Retry,
                    changed => (changed.Error, changed.DueAt, changed.WaitingFor) = (again.Error, again.DueAt, WaitingFor.Retry),
                    new { again.Error.Code, again.Error.Message, again.DueAt });
                break;
            case TaskOutcome.Fail failed:
                TaskMoves.Fire(session, actor, run, task, TaskTrigger.Fail, changed =>
                    (changed.Error, changed.Resolution) = (failed.Error, failed.TimedOut ? Resolution.TimedOut : Resolution.Error));
                break;
            case TaskOutcome.Escalate escalated:
                ReviewMoves.Open(session, actor, run, task, TaskTrigger.Escalate, escalated.Request, changed => changed.Error = escalated.Error);
                break;
            default:
                throw new InvalidOperationException($"No outcome {outcome.GetType().Name} is known.");
        }
    }

    private static void Record(LedgerSession session, RunImage run, TaskImage task, StoredArtifact artifact) =>
        session.Statements.InsertArtifact.Execute(
            session.Transaction, ValueConversions.Bytes(artifact.Id.Value), ValueConversions.Bytes(run.Id.Value), ValueConversions.Bytes(task.Id.Value),
            artifact.Name, artifact.MediaType, artifact.Size, artifact.Sha256, session.Now.UtcTicks);
}
