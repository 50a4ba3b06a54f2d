namespace HitlDashboard.Engine.Notifications;

/// <summary>One way in which people and programs outside hear of things.</summary>
public interface INotificationChannel
{
    /// <summary>For logs: <c>webhook</c>.</summary>
    string Name { get; }

    /// <summary>Whether the settings switch it on. Fixed for the life of the process.</summary>
    bool IsActive { get; }

    /// <summary>Sends one message. The same message may come again, with the same id.</summary>
    /// <returns>How it went. Failures to deliver are results; cancellation passes as <see cref="OperationCanceledException"/>.</returns>
    ValueTask<ChannelAnswer> SendAsync(OutboxMessage message, CancellationToken cancellation);
}

/// <summary>What a channel says about one message.</summary>
/// <param name="Problem">Why it was not taken, without secrets; null where it was.</param>
/// <param name="IsFinal">Whether trying again is pointless.</param>
/// <param name="RetryAfter">How long the receiver asked to wait, or null.</param>
public sealed record ChannelAnswer(string? Problem, bool IsFinal = false, TimeSpan? RetryAfter = null)
{
    /// <summary>It was taken.</summary>
    public static ChannelAnswer Taken { get; } = new(Problem: null);
}
