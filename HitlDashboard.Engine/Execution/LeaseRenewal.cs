using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Prolongs the leases of what this process executes, and stops executions whose lease is lost.</summary>
internal sealed partial class LeaseRenewal(TaskLedger ledger, LocalTaskFeed feed, EngineOptions options, TimeProvider clock, ILogger<LeaseRenewal> log)
{
    /// <summary>Whether this process still executes it, or has its outcome and waits for the storage to take it.</summary>
    public bool Holds(TaskId task, long fence) => feed.Running.TryGetValue(task, out var held) && held.Fence == fence;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(options.Lease / 3, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await RenewAsync(stopping);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
        }
    }

    private async Task RenewAsync(CancellationToken stopping)
    {
        var held = feed.Running.Select(pair => (pair.Key, pair.Value.Fence)).ToList();
        if (held.Count == 0)
        {
            return;
        }

        var answer = await ledger.SubmitAsync(new RenewLeasesCommand(Actor.Engine, held, options.Lease), stopping);
        foreach (var lost in answer.Value!)
        {
            feed.Stop(lost, held.Find(pair => pair.Key == lost).Fence);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Leases could not be renewed; trying again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
