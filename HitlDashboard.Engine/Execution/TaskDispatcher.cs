using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Claims due tasks that had to wait as slots become free, and hands them to executors. Most important first, then those of the run that began first, so that runs end instead of piling up.</summary>
internal sealed partial class TaskDispatcher(
    LocalTaskFeed feed, TaskLedger ledger, TaskExecutor executor, ExecutionSlots slots, EngineOptions options, ILogger<TaskDispatcher> log)
{
    private const int ClaimAtOnce = 256;

    private readonly PriorityQueue<DueTask, DueTask> _queue = new(DueTask.Order);
    private readonly HashSet<TaskId> _known = [];

    /// <summary>Runs until it is told to stop; executions that it began go on.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        slots.Open(claimed => _ = ExecuteAsync(claimed));
        while (_queue.Count > 0 || await feed.Due.WaitToReadAsync(stopping))
        {
            slots.IsQueued = true;
            await slots.TakeAsync(stopping);
            var free = 1;
            Collect();
            while (free < Math.Min(ClaimAtOnce, _queue.Count) && slots.TryTake())
            {
                free++;
            }

            var begun = 0;
            try
            {
                begun = await ClaimAsync(free, stopping);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
            finally
            {
                slots.Release(free - begun);
                slots.IsQueued = _queue.Count > 0;
            }
        }
    }

    private async Task<int> ClaimAsync(int free, CancellationToken stopping)
    {
        var wanted = new List<DueTask>(free);
        while (wanted.Count < free && _queue.TryDequeue(out var next, out _))
        {
            _known.Remove(next.TaskId);
            wanted.Add(next);
        }

        if (wanted.Count == 0)
        {
            return 0;
        }

        // Not cancelled: a claim whose answer nobody took would stay Running, and its attempt would count.
        var answer = await ledger.SubmitAsync(new ClaimTasksCommand(Actor.Engine, wanted, options.Node, options.Lease), CancellationToken.None);
        if (stopping.IsCancellationRequested)
        {
            await executor.ReleaseAsync([.. answer.Value!]);
            return 0;
        }

        foreach (var claimed in answer.Value!)
        {
            _ = ExecuteAsync(claimed);
        }

        return answer.Value!.Count;
    }

    private async Task ExecuteAsync(ClaimedTask claimed)
    {
        // Leaves the dispatcher's loop at once: an activity that never awaits must not hold up the others.
        await Task.Yield();
        try
        {
            await executor.ExecuteAsync(claimed);
        }
        catch (Exception exception)
        {
            LogLost(log, claimed.Id, exception);
        }
        finally
        {
            slots.Release(1);
        }
    }

    private void Collect()
    {
        while (feed.Due.TryRead(out var task))
        {
            if (_known.Add(task.TaskId))
            {
                _queue.Enqueue(task, task);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Due tasks could not be claimed; the sweep offers them again")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The outcome of task {TaskId} could not be recorded; its lease will end and it runs again")]
    private static partial void LogLost(ILogger log, TaskId taskId, Exception exception);
}
