using HitlDashboard.Engine.Events;

namespace HitlDashboard.Live;

/// <summary>
/// One circuit's ear on the engine: hears every event, and calls those who are concerned at most every 200 ms, one after another. The last change is never lost.
/// </summary>
internal sealed partial class LiveUpdates(IEventBus bus, TimeProvider clock, ILogger<LiveUpdates> log) : IDisposable
{
    /// <summary>The shortest time between two rounds of calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private Listener[] _listeners = [];
    private EventSubscription? _events;

    /// <summary>Listeners that are not disposed.</summary>
    public int SubscriberCount => Volatile.Read(ref _listeners).Length;

    /// <summary>Starts listening. Subscribe before the first read, then nothing falls between the two.</summary>
    /// <param name="filter">Which events concern the caller. Events that were dropped under load concern everybody.</param>
    /// <param name="onChange">Re-reads and renders; a component wraps it in <c>InvokeAsync</c>. Never called twice at the same time.</param>
    /// <returns>Dispose it to stop.</returns>
    public IDisposable Subscribe(Func<EngineEvent, bool> filter, Func<Task> onChange)
    {
        var listener = new Listener(this, filter, onChange);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _listeners = [.. _listeners, listener];
            if (_events is null)
            {
                _events = bus.Subscribe();
                _ = PumpAsync(_events, _stop.Token);
            }
        }

        return listener;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // Not awaited: a listener may be waiting for the very renderer that is disposing us.
            _stop.Cancel();
            _listeners = [];
            _events?.Dispose();
        }
    }

    private async Task PumpAsync(EventSubscription events, CancellationToken cancellation)
    {
        try
        {
            while (await events.Reader.WaitToReadAsync(cancellation))
            {
                MarkConcerned(events);
                await CallAsync();
                await Task.Delay(Interval, clock, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The circuit ended.
        }
    }

    private void MarkConcerned(EventSubscription events)
    {
        var listeners = Volatile.Read(ref _listeners);
        while (events.Reader.TryRead(out var value))
        {
            foreach (var listener in listeners)
            {
                listener.IsDirty = listener.IsDirty || IsConcerned(listener, value);
            }
        }

        if (events.TakeLost())
        {
            Array.ForEach(listeners, listener => listener.IsDirty = true);
        }
    }

    private bool IsConcerned(Listener listener, EngineEvent value)
    {
        try
        {
            return listener.Filter(value);
        }
        catch (Exception problem)
        {
            // One broken page must not silence the others; it re-reads once too often instead.
            ListenerFailed(log, problem);
            return true;
        }
    }

    private async Task CallAsync()
    {
        foreach (var listener in Volatile.Read(ref _listeners).Where(listener => listener.IsDirty && !listener.IsDisposed))
        {
            listener.IsDirty = false;
            try
            {
                await listener.OnChange();
            }
            catch (Exception problem) when (problem is not (ObjectDisposedException or OperationCanceledException))
            {
                ListenerFailed(log, problem);
            }
            catch (Exception problem) when (problem is ObjectDisposedException or OperationCanceledException)
            {
                // The component went away in between.
            }
        }
    }

    private void Leave(Listener listener)
    {
        lock (_gate)
        {
            _listeners = [.. _listeners.Where(other => other != listener)];
        }
    }

    [LoggerMessage(701, LogLevel.Error, "A live update failed; the page shows what it had.")]
    private static partial void ListenerFailed(ILogger log, Exception problem);

    private sealed class Listener(LiveUpdates owner, Func<EngineEvent, bool> filter, Func<Task> onChange) : IDisposable
    {
        public Func<EngineEvent, bool> Filter { get; } = filter;

        public Func<Task> OnChange { get; } = onChange;

        public bool IsDirty { get; set; }

        public bool IsDisposed { get; private set; }

        public void Dispose()
        {
            IsDisposed = true;
            owner.Leave(this);
        }
    }
}
