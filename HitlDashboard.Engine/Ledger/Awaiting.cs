using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Tasks that wait for a signal or for a run that they start. While they wait nothing holds them but their row; what came makes them due, and executing them only hands it on.</summary>
internal static class Awaiting
{
    /// <summary>Whether the task is of such a step; one that could not be planned just fails.</summary>
    public static bool Applies(RunImage run, TaskImage task) =>
        run.Definition.Step(task.StepId).Uses is "signal" or "workflow" && task.Error is not { Code: "plan-error" };

    /// <summary>Whether it begins in the transaction that makes it; where it needs a lock or a place, it begins when it has that, and keeps it while it waits.</summary>
    public static bool BeginsAtOnce(RunImage run, TaskImage task) => Applies(run, task) && Hold.Of(run.Definition.Step(task.StepId)).Count == 0;

    /// <summary>Lets a task begin to wait. One that can't says why when it is executed.</summary>
    public static void Begin(LedgerSession session, RunImage run, TaskImage task)
    {
        var step = run.Definition.Step(task.StepId);
        try
        {
            var with = task.Input ?? step.With.Render(run.Values().Scope(session.Now, task.Values));
            if (with.ValueKind != JsonValueKind.Object || !with.TryGetProperty("name", out _))
            {
                throw new TemplateException($"Step '{step.Id}' has no 'name'.");
            }

            if (step.Uses == "signal")
            {
                Signals.Await(session, run, task, with);
                return;
            }

            ChildRuns.Start(session, run, task, with);
        }
        catch (TemplateException exception)
        {
            Fail(session, run, task, new Awaited(), new TaskError("template", exception.Message, Retryable: false));
        }
    }

    /// <summary>What a due task of such a step does: true where it is to be executed now.</summary>
    public static bool IsAnswered(LedgerSession session, RunImage run, TaskImage task)
    {
        switch (task.Awaited)
        {
            case null:
                Due(session, run, task);
                return false;
            case { Answer: null } waiting when task.DueAt is not null:
                Fail(session, run, task, waiting, new TaskError("timeout", $"No signal '{waiting.Signal}' came in time.", Retryable: true));
                return true;
            case { Answer: null }:
                return false;
            default:
                return true;
        }
    }

    /// <summary>Begins, unless this batch started many runs already: then the next one does.</summary>
    public static void Due(LedgerSession session, RunImage run, TaskImage task)
    {
        if (session.HasRoomForRuns)
        {
            Begin(session, run, task);
            return;
        }

        session.Offer(run, task);
    }

    public static void Answer(LedgerSession session, RunImage run, TaskImage task, Awaited awaited, JsonElement? value) =>
        Write(session, run, task, awaited with { Answer = new AwaitedAnswer(value) });

    public static void Fail(LedgerSession session, RunImage run, TaskImage task, Awaited awaited, TaskError error) =>
        Write(session, run, task, awaited with { Answer = new AwaitedAnswer(null, error) });

    /// <summary>Writes what a pending task waits for, or what it got.</summary>
    public static void Write(LedgerSession session, RunImage run, TaskImage task, Awaited awaited, WaitingFor? reason = null, DateTimeOffset? until = null)
    {
        (task.Awaited, task.WaitingFor, task.DueAt) = (awaited, reason, until);
        var changed = session.Statements.AwaitTask.Execute(
            session.Transaction, ValueConversions.Bytes(task.Id.Value), task.Fence, EngineJson.Write(awaited), reason?.ToString(), until?.UtcTicks, task.Holds);
        if (changed != 1)
        {
            throw new InvalidOperationException($"Task {task.Id} was not as expected when it began to wait.");
        }

        session.Events.Add(new EngineEvent.TaskChanged(session.Numbers.Seq, run.Id, task.Id, task.StepId, task.State));
        session.Offer(run, task);
    }
}
