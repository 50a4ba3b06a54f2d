using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Signals from outside.</summary>
internal static class SignalHandler
{
    public static Answer<bool> Send(LedgerSession session, SendSignalCommand command)
    {
        if (Refuse.Unless<bool>(command.Actor, Role.Operator) is { } refused)
        {
            return refused;
        }

        if (session.Run(command.RunId) is not { } run)
        {
            return Refuse.NotFound<bool>("run", command.RunId);
        }

        if (RunTransitions.IsFinal(run.State))
        {
            return Refuse.With<bool>("wrong-state", $"The run is {run.State}: nothing in it waits for a signal.", EngineJson.From(new { state = run.State }));
        }

        if (command.Payload.GetRawText().Length > PlanLimits.OutputBytes || EngineJson.IsTooDeep(command.Payload))
        {
            return Refuse.With<bool>("invalid-payload", $"A payload has at most 1 MiB of JSON and {PlanLimits.Depth} levels.");
        }

        // In the order of the file, so that the same signals always go to the same steps.
        var waiting = run.Tasks.Where(task => task is { State: TaskState.Pending, Awaited: { Answer: null } awaited } && awaited.Signal == command.Name)
            .OrderBy(task => run.Definition.Steps.Index().First(step => step.Item.Id == task.StepId).Index).ThenBy(task => task.Index).ToList();
        var taker = waiting.Find(task => Signals.Fits(task.Awaited!.Schema, command.Payload));
        return (taker is null ? Refusal(session, run, command, waiting) : null) ?? Accept(session, run, command, taker);
    }

    private static Answer<bool> Accept(LedgerSession session, RunImage run, SendSignalCommand command, TaskImage? taker)
    {
        session.Statements.InsertSignal.Execute(
            session.Transaction, ValueConversions.Bytes(run.Id.Value), command.Name, command.Payload.GetRawText(), command.Actor.Name, session.Now.UtcTicks,
            LedgerSession.Bytes(taker?.Id.Value));
        session.Write("signal", command.Actor, "Send", new HistoryFacts(run.Id, Data: new { signal = command.Name, kept = taker is null }));
        if (taker is not null)
        {
            Signals.Deliver(session, run, taker, taker.Awaited!, command.Payload, command.Actor.Name);
        }

        return new Answer<bool>.Applied(taker is not null);
    }

    /// <summary>Why no step could ever take it, or null where it is kept.</summary>
    private static Answer<bool>? Refusal(LedgerSession session, RunImage run, SendSignalCommand command, List<TaskImage> waiting)
    {
        if (waiting.Count > 0)
        {
            return Invalid(command, waiting[0].Awaited!.Schema!.Value);
        }

        var steps = run.Definition.Steps.Where(step => step.Uses == "signal").Select(step => step.With.Source).ToList();
        var named = steps.Where(with => Name(with) is { } name && (name == command.Name || name.Contains("{{", StringComparison.Ordinal))).ToList();
        if (named.Count == 0 && run.Definition.Steps.All(step => step.Expand?.Kinds.Contains("signal") != true))
        {
            return Refuse.With<bool>(
                "unknown-signal",
                $"No step of '{run.Definition.Name}' takes a signal '{command.Name}'{Nearest.Hint(command.Name, steps.Select(Name).OfType<string>())}.");
        }

        var schemas = named.Select(Schema).ToList();
        if (schemas.Count > 0 && schemas.TrueForAll(schema => !Signals.Fits(schema, command.Payload)))
        {
            return Invalid(command, schemas[0]!.Value);
        }

        return TooMany(session, run, command.Name);
    }

    private static Answer<bool>? TooMany(LedgerSession session, RunImage run, string name)
    {
        var (named, all) = session.Statements.CountSignals.Read(
            session.Transaction, reader => (reader.GetInt64(0), reader.GetInt64(1)), ValueConversions.Bytes(run.Id.Value), name)[0];
        return named >= PlanLimits.KeptSignals
            ? Refuse.With<bool>("too-many-signals", $"The run keeps {PlanLimits.KeptSignals} signals '{name}' already: wait until a step takes some.")
            : all >= PlanLimits.KeptSignalsOfRun
                ? Refuse.With<bool>("too-many-signals", $"The run keeps {PlanLimits.KeptSignalsOfRun} signals already: wait until steps take some.")
                : null;
    }

    private static Answer<bool> Invalid(SendSignalCommand command, JsonElement schema)
    {
        var violations = JsonSchemas.Validate(schema, command.Payload);
        return Refuse.With<bool>(
            "invalid-payload", $"The payload of '{command.Name}' is not what the step takes, which waits on: {RunInput.Text(violations)}", EngineJson.From(violations));
    }

    private static string? Name(JsonElement with) => with.TryGetProperty("name", out var name) ? name.ToString() : null;

    // A schema that is filled in later can't be checked yet.
    private static JsonElement? Schema(JsonElement with) =>
        with.TryGetProperty("schema", out var schema) && !schema.GetRawText().Contains("{{", StringComparison.Ordinal) ? schema : null;
}
