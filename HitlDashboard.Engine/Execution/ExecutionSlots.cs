using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;

namespace HitlDashboard.Engine.Execution;

/// <summary>The places for executions: as many activities run at once as there are places. The dispatcher takes them for tasks that had to wait, the writer for those that become due while a place is free and nobody waits.</summary>
internal sealed class ExecutionSlots(EngineOptions options) : IExecutionSlots, IDisposable
{
    private readonly SemaphoreSlim _free = new(options.MaxConcurrency);
    private Action<ClaimedTask>? _execute;
    private volatile bool _isOpen;
    private volatile bool _isQueued;
    private int _drained;

    /// <summary>Places that nobody has.</summary>
    public int Free => _free.CurrentCount;

    /// <summary>Whether due tasks wait for a place. They come first, so that priority and age count.</summary>
    public bool IsQueued
    {
        get => _isQueued;
        set => _isQueued = value;
    }

    /// <summary>From now on the writer may take places, too.</summary>
    public void Open(Action<ClaimedTask> execute) => (_execute, _isOpen) = (execute, true);

    /// <summary>The process stops: the writer takes no more.</summary>
    public void Close() => _isOpen = false;

    public int Take(int wanted)
    {
        var taken = 0;
        while (taken < wanted && _isOpen && !IsQueued && TryTake())
        {
            taken++;
        }

        return taken;
    }

    /// <summary>Takes one place if there is one.</summary>
    public bool TryTake() => _free.Wait(0, CancellationToken.None);

    /// <summary>Takes one place as soon as there is one.</summary>
    public Task TakeAsync(CancellationToken cancellation) => _free.WaitAsync(cancellation);

    public void Release(int places)
    {
        if (places > 0)
        {
            _free.Release(places);
        }
    }

    // Also after the process began to stop: what was claimed before may end as everything that runs.
    public void Begin(ClaimedTask claimed) => _execute!(claimed);

    /// <summary>Waits until every execution has ended. May be called again where the patience was too short.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        for (; _drained < options.MaxConcurrency; _drained++)
        {
            await _free.WaitAsync(cancellation);
        }
    }

    public void Dispose() => _free.Dispose();
}
