using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Takes due tasks under a lease. Those that are no longer due are left out of the answer.</summary>
internal sealed record ClaimTasksCommand(Actor Actor, IReadOnlyList<DueTask> Tasks, string Owner, TimeSpan Lease)
    : LedgerCommand<IReadOnlyList<ClaimedTask>>(Actor);

/// <summary>A claimed task with all that an executor needs.</summary>
internal sealed record ClaimedTask
{
    public required TaskId Id { get; init; }

    public required long Fence { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Attempts used up before this round or reopening; they do not count against the retry policy.</summary>
    public required int AttemptBase { get; init; }

    public required int Round { get; init; }

    public required StepDefinition Step { get; init; }

    public required WorkflowDefinition Definition { get; init; }

    public required RunValues Values { get; init; }

    public JsonElement? Item { get; init; }

    public int Index { get; init; }

    /// <summary>Parameters that a person approved; they replace the definition's.</summary>
    public JsonElement? Input { get; init; }

    public string? Feedback { get; init; }

    /// <summary>What the task waited for, or null where its step does not wait.</summary>
    public AwaitedAnswer? Answer { get; init; }

    /// <summary>Why the planner could not plan it; the executor fails it with this.</summary>
    public TaskError? PlanError { get; init; }
}

/// <summary>Prolongs leases. The answer names the tasks whose lease is lost.</summary>
internal sealed record RenewLeasesCommand(Actor Actor, IReadOnlyList<(TaskId Id, long Fence)> Tasks, TimeSpan Lease)
    : LedgerCommand<IReadOnlyList<TaskId>>(Actor);

/// <summary>Records what an attempt learned.</summary>
internal sealed record FinishTaskCommand(Actor Actor, TaskId TaskId, long Fence, TaskOutcome Outcome) : LedgerCommand<TaskState>(Actor);

/// <summary>What an attempt means for the task.</summary>
internal abstract record TaskOutcome
{
    public IReadOnlyList<StoredArtifact> Artifacts { get; init; } = [];

    public sealed record Succeed(JsonElement Output, double? Confidence) : TaskOutcome;

    public sealed record Submit(JsonElement Output, double? Confidence, ReviewRequest Request) : TaskOutcome;

    public sealed record Retry(TaskError Error, DateTimeOffset DueAt) : TaskOutcome;

    public sealed record Fail(TaskError Error, bool TimedOut) : TaskOutcome;

    public sealed record Escalate(TaskError Error, ReviewRequest Request) : TaskOutcome;
}

/// <summary>Ends a task whose deadline has passed.</summary>
internal sealed record ExpireTaskCommand(Actor Actor, TaskId TaskId) : LedgerCommand<TaskState>(Actor);

/// <summary>Puts tasks back whose lease ended without an outcome.</summary>
/// <param name="Actor">The engine.</param>
/// <param name="Tasks">The tasks with the fence that was seen.</param>
/// <param name="CountAttempt">False at a clean shutdown.</param>
internal sealed record ReleaseTasksCommand(Actor Actor, IReadOnlyList<(TaskId Id, long Fence)> Tasks, bool CountAttempt) : LedgerCommand<int>(Actor);
