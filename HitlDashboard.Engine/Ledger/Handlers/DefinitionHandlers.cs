using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Versions of definitions.</summary>
internal static class DefinitionHandlers
{
    public static Answer<string> Publish(LedgerSession session, PublishDefinitionCommand command)
    {
        if (Refuse.Unless<string>(command.Actor, Role.Admin) is { } refused)
        {
            return refused;
        }

        var definition = command.Definition;
        session.Catalog.Remember(definition);
        var (hash, broken) = Current(session, definition.Name);
        var isOld = command.IsFile && LastFile(session, definition.Name) == Version(definition);
        if (hash is not null && broken is null && (hash == definition.Hash || isOld))
        {
            if (command.IsFile && !isOld)
            {
                // What the file says is what somebody saved elsewhere before: from now on it is no news.
                RecordVersion(session, command.Actor, definition);
            }

            return new Answer<string>.Applied(hash);
        }

        session.Statements.InsertDefinition.Execute(
            session.Transaction, definition.Hash, definition.Name, definition.Source, command.Actor.Name, session.Now.UtcTicks);
        session.Statements.SaveWorkflow.Execute(
            session.Transaction, definition.Name, definition.Hash, definition.Title, definition.Description, session.Now.UtcTicks);
        session.Published.Add(definition);
        ScheduledRuns.Adopt(session, definition);
        RecordVersion(session, command.Actor, definition);
        return new Answer<string>.Applied(definition.Hash);
    }

    public static Answer<string> ReportBroken(LedgerSession session, ReportBrokenFileCommand command)
    {
        if (Current(session, command.Workflow).Broken != command.Source)
        {
            session.Statements.SaveBrokenFile.Execute(
                session.Transaction, command.Workflow, session.Now.UtcTicks, EngineJson.Write(command.Errors), command.Source);
            Record(session, command.Actor, "Broken", command.Workflow, new { workflow = command.Workflow, errors = command.Errors.Count });
        }

        return new Answer<string>.Applied(command.Workflow);
    }

    private static (string? Hash, string? Broken) Current(LedgerSession session, string name) =>
        session.Statements.ReadWorkflow.Read(session.Transaction, reader => (Row.Text(reader, 0), Row.Text(reader, 1)), name).FirstOrDefault();

    /// <summary>The version that the workflow's file had when it was read last, or null.</summary>
    private static string? LastFile(LedgerSession session, string name) =>
        session.Statements.LastPublished.Read(session.Transaction, reader => Row.Text(reader, 0), name, Actor.Engine.Name).FirstOrDefault();

    private static string Version(WorkflowDefinition definition) => definition.Hash[..12];

    private static void RecordVersion(LedgerSession session, Actor actor, WorkflowDefinition definition) =>
        Record(session, actor, "Publish", definition.Name, new { workflow = definition.Name, version = Version(definition) });

    private static void Record(LedgerSession session, Actor actor, string trigger, string workflow, object data)
    {
        var seq = session.Write("workflow", actor, trigger, new HistoryFacts(Data: data));
        session.Events.Add(new EngineEvent.WorkflowChanged(seq, workflow));
    }
}
