namespace HitlDashboard.Engine.Events;

/// <summary>Carries <see cref="EngineEvent"/>s from the ledger to whoever shows them.</summary>
public interface IEventBus
{
    /// <summary>Hands events to every subscriber; never waits and never throws.</summary>
    void Publish(IReadOnlyList<EngineEvent> events);

    /// <summary>Starts listening. Dispose to stop.</summary>
    EventSubscription Subscribe();

    /// <summary>Subscriptions that are not disposed; tests assert that it returns to its start value.</summary>
    int SubscriberCount { get; }
}
