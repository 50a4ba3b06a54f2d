using System.Text.Json;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Something that happened and that the outside world shall hear of.</summary>
/// <param name="Id">Unique and growing.</param>
/// <param name="Kind">As <c>review.opened</c>.</param>
/// <param name="Subject">The id of what it happened to.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">Ids and facts, never the content of artifacts.</param>
/// <param name="Attempts">How often delivery was tried before.</param>
public sealed record OutboxMessage(long Id, string Kind, string Subject, DateTimeOffset At, JsonElement Data, int Attempts)
{
    /// <summary>The names of the channels that tell it; empty means all.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
}

/// <summary>How a delivery went.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>Every channel took it.</summary>
    public sealed record Delivered : DeliveryResult;

    /// <summary>At least one channel did not; try again then. Channels that took it get it again, under the same id.</summary>
    /// <param name="Instant">The earliest next try.</param>
    public sealed record RetryAt(DateTimeOffset Instant) : DeliveryResult;

    /// <summary>It never will be delivered: refused for good, or tried for 24 hours.</summary>
    public sealed record Dead : DeliveryResult;
}
