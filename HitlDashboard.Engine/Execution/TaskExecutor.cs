using System.Text.Json;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Runs one attempt: parameters, activity under its timeout, verdict on what came back, one command.</summary>
internal sealed partial class TaskExecutor(
    TaskLedger ledger, ActivityRegistry activities, ArtifactStore artifacts, LocalTaskFeed feed, OutcomeRules rules,
    SecretStore secrets, Redaction redaction, TimeProvider clock, ILogger<TaskExecutor> log) : IDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RecordAgain = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _shutdown = new();

    /// <summary>Tells every activity of this process to stop; their tasks are released without counting the attempt.</summary>
    public Task StopAllAsync() => _shutdown.CancelAsync();

    public async Task ExecuteAsync(ClaimedTask task)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);
        var attempt = new RunningAttempt(task.Fence, stop);
        feed.Running[task.Id] = attempt;
        try
        {
            var stored = new List<StoredArtifact>();
            Failpoints.Hit(Failpoints.BeforeEffect);
            var outcome = await AttemptAsync(task, stored, stop.Token);
            Failpoints.Hit(Failpoints.AfterEffect);
            if (outcome is null)
            {
                await ReleaseAsync(task);
                return;
            }

            await RecordAsync(task, rules.Judge(task, outcome) with { Artifacts = stored });
        }
        finally
        {
            // Where the lease was lost the next attempt may have taken this place.
            feed.Running.TryRemove(KeyValuePair.Create(task.Id, attempt));
        }
    }

    /// <summary>Gives tasks back without counting the attempt. A cancelled one is final already and stays as it is.</summary>
    public async Task ReleaseAsync(params IReadOnlyList<ClaimedTask> tasks) =>
        await ledger.SubmitAsync(new ReleaseTasksCommand(Actor.Engine, [.. tasks.Select(task => (task.Id, task.Fence))], CountAttempt: false), CancellationToken.None);

    public void Dispose() => _shutdown.Dispose();

    /// <summary>The activity's outcome, or null where it was stopped from outside.</summary>
    private async Task<ActivityOutcome?> AttemptAsync(ClaimedTask task, List<StoredArtifact> stored, CancellationToken stop)
    {
        if (task.PlanError is { } error)
        {
            return new ActivityOutcome.Failed(error.Code, error.Message, Retryable: false);
        }

        if (task.Step.Expand is { } expand)
        {
            return Expand(task, expand);
        }

        return activities.Find(task.Step.Uses) is { } activity
            ? await RunAsync(activity, task, stored, stop)
            : new ActivityOutcome.Failed("unknown-kind", $"This server has no '{task.Step.Uses}' steps.", Retryable: false);
    }

    private async Task<ActivityOutcome?> RunAsync(IActivity activity, ClaimedTask task, List<StoredArtifact> stored, CancellationToken stop)
    {
        var own = new AttemptSecrets(secrets, activity.ReadsSecrets);
        var limit = task.Step.Timeout ?? DefaultTimeout;
        using var timeout = new CancellationTokenSource(limit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        try
        {
            return redaction.Of(await activity.RunAsync(Context(task, stored, own), both.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new ActivityOutcome.Failed("timeout", $"The attempt took longer than {Durations.ToIso(limit)}.", Retryable: true);
        }
        catch (TemplateException exception)
        {
            return redaction.Of(own.Failure(exception));
        }
        catch (Exception exception)
        {
            LogCrashed(log, task.Step.Uses, task.Id, redaction.Of(exception.ToString()));
            return redaction.Of(new ActivityOutcome.Failed("activity-crashed", $"The '{task.Step.Uses}' step broke: {exception.Message}", Retryable: true));
        }
    }

    /// <summary>Reads a plan. The writer reads it again; here it costs nobody's time and can be escalated to a person.</summary>
    private ActivityOutcome Expand(ClaimedTask task, ExpandDefinition expand)
    {
        try
        {
            var values = new TaskValues(task.Item, task.Index, task.Round, task.Feedback);
            var plan = expand.Steps.Render(task.Values.Scope(clock.GetUtcNow(), values));
            var read = PlannedSteps.Read(task.Definition, task.Step, plan);
            return read.Problem is { } problem ? new ActivityOutcome.Failed("invalid-plan", problem, Retryable: false) : new ActivityOutcome.Produced(plan);
        }
        catch (TemplateException exception)
        {
            return new ActivityOutcome.Failed("template", exception.Message, Retryable: false);
        }
    }

    private ActivityContext Context(ClaimedTask task, List<StoredArtifact> stored, AttemptSecrets own)
    {
        var scope = task.Values.Scope(clock.GetUtcNow(), new TaskValues(task.Item, task.Index, task.Round, task.Feedback), own.Find);
        return new ActivityContext
        {
            RunId = task.Values.RunId,
            TaskId = task.Id,
            Workflow = task.Definition.Name,
            StepId = task.Step.Id,
            Index = task.Index,
            Attempt = task.Attempt,
            Round = task.Round,
            With = task.Input is { } approved ? SecretReference.Resolve(task.Step.With, approved, own.Find) : task.Step.With.Render(scope),
            Feedback = task.Feedback,
            Answer = task.Answer,
            Folder = task.Values.Folder!,
            StoreAsync = async (name, mediaType, bytes, cancellation) =>
            {
                var artifact = await artifacts.StoreAsync(redaction.Of(name), redaction.Of(mediaType), redaction.Of(bytes), cancellation);
                stored.Add(artifact);
                return artifact;
            },
        };
    }

    // The activity has run: whatever happens around it, what it did is written down. Hence no cancellation here, and as many tries as a full disk takes:
    // giving up would let the lease end, and what was done would be done again.
    private async Task RecordAsync(ClaimedTask task, TaskOutcome outcome)
    {
        while (true)
        {
            try
            {
                var answer = await ledger.SubmitAsync(new FinishTaskCommand(Actor.Engine, task.Id, task.Fence, outcome), CancellationToken.None);
                if (answer is Answer<TaskState>.Stale stale)
                {
                    LogStale(log, task.Id, stale.Refusal.Message);
                }

                return;
            }
            catch (Exception exception) when (StorageFault.IsOne(exception) && !_shutdown.IsCancellationRequested)
            {
                LogWaits(log, task.Id, exception.Message);
                await Task.Delay(RecordAgain, clock, _shutdown.Token);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Activity {Uses} of task {TaskId} threw: {Fault}")]
    private static partial void LogCrashed(ILogger log, string uses, TaskId taskId, string fault);

    [LoggerMessage(2, LogLevel.Information, "The outcome of task {TaskId} came too late and was dropped: {Reason}")]
    private static partial void LogStale(ILogger log, TaskId taskId, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The outcome of task {TaskId} can't be recorded yet, trying again: {Reason}")]
    private static partial void LogWaits(ILogger log, TaskId taskId, string reason);
}
