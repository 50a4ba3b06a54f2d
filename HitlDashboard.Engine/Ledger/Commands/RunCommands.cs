using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Makes a run of a valid definition with an input that was checked against its schema.</summary>
internal sealed record StartRunCommand(
    Actor Actor, RunId RunId, WorkflowDefinition Definition, JsonElement Input, string? Title, int Priority, DateTimeOffset? StartsAt = null) : LedgerCommand<RunId>(Actor);

/// <summary>Pauses, resumes or cancels a run.</summary>
internal sealed record ChangeRunCommand(Actor Actor, RunId RunId, RunTrigger Trigger, string? Reason) : LedgerCommand<RunState>(Actor);

/// <summary>Starts a failed task afresh, and everything that was skipped or failed because of it.</summary>
internal sealed record ReopenTaskCommand(Actor Actor, TaskId TaskId) : LedgerCommand<TaskState>(Actor);

/// <summary>Makes a definition the current version of its workflow.</summary>
internal sealed record PublishDefinitionCommand(Actor Actor, WorkflowDefinition Definition) : LedgerCommand<string>(Actor);

/// <summary>Records that the newest file of a workflow is broken; the last good version stays current.</summary>
internal sealed record ReportBrokenFileCommand(
    Actor Actor, string Workflow, string Source, IReadOnlyList<DefinitionError> Errors) : LedgerCommand<string>(Actor);
