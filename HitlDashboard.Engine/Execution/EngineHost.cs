using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Starts and stops the engine in the right order.</summary>
internal sealed partial class EngineHost(
    EngineOptions options, TaskLedger ledger, TaskDispatcher dispatcher, ExecutionSlots slots, TaskExecutor executor, LeaseRenewal leases, LeaseRescuer rescuer,
    TimerLoop timers, OutboxRelay relay, RetentionLoop retention, AnchorLoop anchors, WorkflowFolder folder, TimeProvider clock, ILogger<EngineHost> log,
    IHostApplicationLifetime? lifetime = null) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long activities that were cancelled have to notice it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _drained = new();
    private readonly List<Task> _loops = [];
    private readonly Lock _gate = new();
    private Task? _draining;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (SqliteException storage)
        {
            throw new EngineRefusedException(
                $"The database {options.DatabaseFile} can't be used ({storage.Message.TrimEnd('.')}): see that its disk has room and can be read and written, then start again.", storage);
        }

        // A web server may still find its address taken: then nothing has begun.
        if (lifetime is null)
        {
            Begin();
        }
        else
        {
            lifetime.ApplicationStarted.Register(Begin);
        }
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before the web server closes its doors: from here on nothing new begins.</summary>
    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        _ = DrainOnceAsync();
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainOnceAsync();
        await _drained.CancelAsync();
        await Task.WhenAll(_loops.Select(Ended));
        ledger.Close();
        anchors.Write();
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _drained.Dispose();
    }

    private void Begin()
    {
        foreach (var loop in new Func<CancellationToken, Task>[] { dispatcher.RunAsync, rescuer.RunAsync, timers.RunAsync, relay.RunAsync, retention.RunAsync, anchors.RunAsync, folder.RunAsync })
        {
            _loops.Add(Task.Run(() => loop(_stopping.Token), CancellationToken.None));
        }

        // What still runs while the process drains keeps its lease.
        _loops.Add(Task.Run(() => leases.RunAsync(_drained.Token), CancellationToken.None));
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.PublishedDirectory);
        await DatabaseSchema.PrepareAsync(options.DatabaseFile, cancellation);
        ledger.Open();
        Failpoints.Hit(Failpoints.Recovering);
        await rescuer.RecoverAsync(cancellation);
        Failpoints.Hit(Failpoints.Recovered);
        await folder.ReadAllAsync(cancellation);
        await rescuer.LoadAsync(cancellation);
        Failpoints.Hit(Failpoints.Loaded);
    }

    private Task DrainOnceAsync()
    {
        lock (_gate)
        {
            return _draining ??= DrainAsync();
        }
    }

    private async Task DrainAsync()
    {
        LogDraining(log, options.Drain.TotalSeconds);
        slots.Close();
        await _stopping.CancelAsync();
        if (await HasEndedAsync(options.Drain))
        {
            return;
        }

        await executor.StopAllAsync();
        if (!await HasEndedAsync(Grace))
        {
            // Their leases end by themselves; the next start gives their tasks back at once.
            LogGivenUp(log);
        }
    }

    private async Task<bool> HasEndedAsync(TimeSpan patience)
    {
        using var timeUp = new CancellationTokenSource(patience, clock);
        try
        {
            await slots.DrainAsync(timeUp.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Task Ended(Task loop) => loop.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    [LoggerMessage(1, LogLevel.Warning, "Some activities did not stop in time; their tasks run again after the next start")]
    private static partial void LogGivenUp(ILogger log);

    [LoggerMessage(2, LogLevel.Information, "Stopping: nothing new begins; what runs has {Seconds} s to end")]
    private static partial void LogDraining(ILogger log, double seconds);
}
