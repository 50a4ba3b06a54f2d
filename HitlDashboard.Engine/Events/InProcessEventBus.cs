namespace HitlDashboard.Engine.Events;

/// <summary>The bus of a single process.</summary>
public sealed class InProcessEventBus : IEventBus
{
    private readonly Lock _gate = new();
    private EventSubscription[] _subscribers = [];

    /// <inheritdoc />
    public int SubscriberCount => Volatile.Read(ref _subscribers).Length;

    /// <inheritdoc />
    public void Publish(IReadOnlyList<EngineEvent> events)
    {
        foreach (var subscriber in Volatile.Read(ref _subscribers))
        {
            foreach (var value in events)
            {
                subscriber.Offer(value);
            }
        }
    }

    /// <inheritdoc />
    public EventSubscription Subscribe()
    {
        var subscription = new EventSubscription(Leave);
        lock (_gate)
        {
            _subscribers = [.. _subscribers, subscription];
        }

        return subscription;
    }

    private void Leave(EventSubscription subscription)
    {
        lock (_gate)
        {
            _subscribers = [.. _subscribers.Where(other => other != subscription)];
        }
    }
}
