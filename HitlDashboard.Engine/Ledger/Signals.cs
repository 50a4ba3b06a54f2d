using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Signals: kept until a step takes them, each taken once, in the order in which they came.</summary>
internal static class Signals
{
    /// <summary>Takes the oldest kept signal that fits, or begins to wait.</summary>
    public static void Await(LedgerSession session, RunImage run, TaskImage task, JsonElement with)
    {
        var awaited = new Awaited
        {
            Signal = with.GetProperty("name").ToString(),
            Schema = with.TryGetProperty("schema", out var schema) ? schema : null,
        };
        var kept = session.Statements.KeptSignals.Read(session.Transaction, Row.Signal, ValueConversions.Bytes(run.Id.Value), awaited.Signal);
        if (kept.Find(signal => Fits(awaited.Schema, signal.Payload)) is { } found)
        {
            session.Statements.TakeSignal.Execute(session.Transaction, found.Id, ValueConversions.Bytes(task.Id.Value));
            Deliver(session, run, task, awaited, found.Payload, found.Actor);
            return;
        }

        DateTimeOffset? until = with.TryGetProperty("timeout", out var text)
            ? Durations.TryParse(text.ToString(), out var span) ? session.Now + span : throw new TemplateException($"'timeout' is '{text}', expected a duration as 90s, 5m, 4h or 2d.")
            : null;
        session.Write("signal", Actor.Engine, "Await", new HistoryFacts(run.Id, task.Id, Data: new { signal = awaited.Signal, step = task.StepId, until }));
        Awaiting.Write(session, run, task, awaited, WaitingFor.Signal, until);
    }

    /// <summary>Gives a payload to a task; the signal is recorded as taken.</summary>
    public static void Deliver(LedgerSession session, RunImage run, TaskImage task, Awaited awaited, JsonElement payload, string actor)
    {
        session.Write("signal", Actor.Engine, "Take", new HistoryFacts(run.Id, task.Id, Data: new { signal = awaited.Signal, step = task.StepId, from = actor }));
        Awaiting.Answer(session, run, task, awaited, payload);
    }

    public static bool Fits(JsonElement? schema, JsonElement payload) => schema is not { } known || JsonSchemas.Validate(known, payload).Count == 0;
}

/// <summary>A signal that no step took yet.</summary>
internal sealed record KeptSignal(long Id, JsonElement Payload, string Actor);
