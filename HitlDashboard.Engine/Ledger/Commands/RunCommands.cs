using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Makes a run of a valid definition with an input that was checked against its schema.</summary>
internal sealed record StartRunCommand(
    Actor Actor, RunId RunId, WorkflowDefinition Definition, JsonElement Input, string? Title, int Priority, DateTimeOffset? StartsAt = null) : LedgerCommand<RunId>(Actor)
{
    public override Lane Lane => Lane.Starts;
}

/// <summary>Pauses, resumes or cancels a run.</summary>
internal sealed record ChangeRunCommand(Actor Actor, RunId RunId, RunTrigger Trigger, string? Reason) : LedgerCommand<RunState>(Actor);

/// <summary>Starts a failed task afresh, with other parameters where they are given, and everything that was skipped or failed because of it.</summary>
internal sealed record ReopenTaskCommand(Actor Actor, TaskId TaskId, JsonElement? Input = null, string? Reason = null) : LedgerCommand<TaskState>(Actor);

/// <summary>Completes a waiting or failed task with an output that a person gives instead of it.</summary>
internal sealed record SkipTaskCommand(Actor Actor, TaskId TaskId, JsonElement Output, string? Reason = null) : LedgerCommand<TaskState>(Actor);

/// <summary>Replaces the parameters of a task that waits.</summary>
internal sealed record ChangeInputCommand(Actor Actor, TaskId TaskId, JsonElement Input, string? Reason = null) : LedgerCommand<TaskState>(Actor);

/// <summary>Makes a definition the current version of its workflow.</summary>
/// <param name="Actor">Who does it.</param>
/// <param name="Definition">The new version.</param>
/// <param name="IsFile">Whether it was read from the watched folder: then it counts only where its text changed since it was read last, so that it does not undo what somebody saved meanwhile.</param>
internal sealed record PublishDefinitionCommand(Actor Actor, WorkflowDefinition Definition, bool IsFile = false) : LedgerCommand<string>(Actor);

/// <summary>Records that the newest file of a workflow is broken; the last good version stays current.</summary>
internal sealed record ReportBrokenFileCommand(
    Actor Actor, string Workflow, string Source, IReadOnlyList<DefinitionError> Errors) : LedgerCommand<string>(Actor);
