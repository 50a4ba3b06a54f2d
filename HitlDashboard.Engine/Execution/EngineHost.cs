using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Workflows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Starts and stops the engine in the right order.</summary>
internal sealed partial class EngineHost(
    EngineOptions options, TaskLedger ledger, TaskDispatcher dispatcher, ExecutionSlots slots, TaskExecutor executor, LeaseRenewal leases, LeaseRescuer rescuer,
    TimerLoop timers, OutboxRelay relay, WorkflowFolder folder, TimeProvider clock, ILogger<EngineHost> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _loops = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.PublishedDirectory);
        await DatabaseSchema.PrepareAsync(options.DatabaseFile, cancellationToken);
        ledger.Open();
        await rescuer.RecoverAsync(cancellationToken);
        await folder.ReadAllAsync(cancellationToken);
        await rescuer.LoadAsync(cancellationToken);
        foreach (var loop in new Func<CancellationToken, Task>[] { dispatcher.RunAsync, leases.RunAsync, rescuer.RunAsync, timers.RunAsync, relay.RunAsync, folder.RunAsync })
        {
            _loops.Add(Task.Run(() => loop(_stopping.Token), CancellationToken.None));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        slots.Close();
        await _stopping.CancelAsync();
        await executor.StopAllAsync();
        using var patience = new CancellationTokenSource(Drain, clock);
        try
        {
            await slots.DrainAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            // Their leases end by themselves; the next start gives their tasks back at once.
            LogGivenUp(log);
        }

        await Task.WhenAll(_loops.Select(Ended));
        ledger.Close();
    }

    public void Dispose() => _stopping.Dispose();

    private static Task Ended(Task loop) => loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Some activities did not stop in time; their tasks run again after the next start")]
    private static partial void LogGivenUp(ILogger log);
}
