using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Runs that a <c>workflow</c> step starts: made in the transaction of their task, answered in the one in which they end, cancelled with it.</summary>
internal static class ChildRuns
{
    public static void Start(LedgerSession session, RunImage run, TaskImage task, JsonElement with)
    {
        var workflow = with.GetProperty("name").ToString();
        var waits = !with.TryGetProperty("wait", out var wait) || wait.ValueKind != JsonValueKind.False;
        var input = with.TryGetProperty("input", out var given) ? given : EngineJson.Empty;
        var (seed, error) = RunSeed.From(session, run, workflow, input, task.Id);
        if (seed is null)
        {
            Awaiting.Fail(session, run, task, new Awaited(), error!);
            return;
        }

        var awaited = new Awaited { Run = seed.Id };
        session.Write("child", Actor.Engine, "Start", new HistoryFacts(run.Id, task.Id, Data: new { workflow, run = seed.Id.ToString(), step = task.StepId, waits }));
        if (waits)
        {
            // The task waits before the run begins: a run may end in the same breath.
            Awaiting.Write(session, run, task, awaited, WaitingFor.Run);
        }
        else
        {
            Awaiting.Answer(session, run, task, awaited, Output(seed.Id, null));
        }

        session.CountRun();
        NewRun.Start(session, Actor.Engine, seed);
    }

    /// <summary>Tells the task that waits for this run how it ended.</summary>
    public static void Ended(LedgerSession session, RunImage child, JsonElement? output, TaskError? error)
    {
        if (child.ParentTaskId is not { } id || session.ReadableTask(id) is not var (run, task)
            || task.State != TaskState.Pending || task.Awaited is not { Answer: null } awaited || awaited.Run != child.Id)
        {
            return;
        }

        session.Write("child", Actor.Engine, "End", new HistoryFacts(run.Id, task.Id, Data: new { workflow = child.Definition.Name, run = child.Id.ToString(), step = task.StepId, state = child.State }));
        switch (child.State)
        {
            case RunState.Completed:
                Awaiting.Answer(session, run, task, awaited, Output(child.Id, output));
                break;
            case RunState.Failed:
                Awaiting.Fail(session, run, task, awaited, new TaskError("child-failed", $"Run #{child.Number} of '{child.Definition.Name}' failed: {error?.Message}", Retryable: true));
                break;
            default:
                Awaiting.Fail(session, run, task, awaited, new TaskError("child-cancelled", $"Run #{child.Number} of '{child.Definition.Name}' was cancelled.", Retryable: false));
                break;
        }
    }

    /// <summary>The tasks and runs that wait for the end of this run, or null where none does.</summary>
    public static IReadOnlySet<Guid>? Above(LedgerSession session, RunImage run)
    {
        HashSet<Guid>? above = null;
        for (var at = run; at.ParentTaskId is { } id && session.ReadableTask(id) is var (parent, task) && task.Awaited is { Answer: null } awaited && awaited.Run == at.Id; at = parent)
        {
            (above ??= []).UnionWith([id.Value, parent.Id.Value]);
        }

        return above;
    }

    /// <summary>Cancels the run that nobody waits for any more.</summary>
    public static void Abandon(LedgerSession session, Actor actor, RunId id)
    {
        if (session.Readable(id) is { } child && RunTransitions.Next(child.State, RunTrigger.Cancel) is not null)
        {
            RunMoves.Cancel(session, actor, child, "The step that waited for it ended.");
        }
    }

    private static JsonElement Output(RunId run, JsonElement? output) => EngineJson.From(new { output = output ?? EngineJson.Null, runId = run.ToString() });
}
