using System.Threading.Channels;

namespace HitlDashboard.Engine.Events;

/// <summary>One listener's bounded buffer. When the listener is slow the oldest events are dropped and <see cref="TakeLost"/> says so: re-read everything then.</summary>
public sealed class EventSubscription : IDisposable
{
    /// <summary>How many events wait at most.</summary>
    public const int Capacity = 1024;

    private readonly Channel<EngineEvent> _channel;
    private readonly Action<EventSubscription> _leave;
    private int _lost;

    internal EventSubscription(Action<EventSubscription> leave)
    {
        _leave = leave;
        _channel = Channel.CreateBounded<EngineEvent>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Exchange(ref _lost, 1));
    }

    /// <summary>The events, oldest first.</summary>
    public ChannelReader<EngineEvent> Reader => _channel.Reader;

    /// <summary>Whether events were dropped since the last call.</summary>
    public bool TakeLost() => Interlocked.Exchange(ref _lost, 0) == 1;

    /// <summary>Stops listening; the reader completes.</summary>
    public void Dispose()
    {
        _leave(this);
        _channel.Writer.TryComplete();
    }

    internal void Offer(EngineEvent value) => _channel.Writer.TryWrite(value);
}
