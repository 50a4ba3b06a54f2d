using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Delivers messages to every channel that the settings switch on, at least once each.</summary>
public sealed partial class OutboxDelivery(IEnumerable<INotificationChannel> channels, TimeProvider clock, ILogger<OutboxDelivery> log)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);
    private static readonly DeliveryResult Success = new DeliveryResult.Delivered();

    private readonly INotificationChannel[] active = [.. channels.Where(channel => channel.IsActive)];

    /// <summary>Tries every channel once. Never throws for a channel's failure.</summary>
    /// <returns>Delivered; or when to try again (5 s, doubling, at most 1 h, or what the receiver asked for); or dead, 24 h after it happened.</returns>
    public async Task<DeliveryResult> DeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        var result = Success;
        foreach (var channel in active.Where(channel => message.Channels.Count == 0 || message.Channels.Contains(channel.Name)))
        {
            var answer = await SendAsync(channel, message, cancellation);
            if (answer.Problem is { } problem)
            {
                var next = Next(message, answer);
                LogFailure(message.Id, message.Kind, channel.Name, problem, next is DeliveryResult.Dead ? "given up" : "will be tried again");
                result = Later(result, next);
            }
        }

        return result;
    }

    private static async ValueTask<ChannelAnswer> SendAsync(INotificationChannel channel, OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            return await channel.SendAsync(message, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new ChannelAnswer(error.GetType().Name);
        }
    }

    private DeliveryResult Next(OutboxMessage message, ChannelAnswer answer)
    {
        var now = clock.GetUtcNow();
        if (answer.IsFinal || now - message.At >= GiveUpAfter)
        {
            return new DeliveryResult.Dead();
        }

        var backoff = FirstDelay * Math.Pow(2, Math.Clamp(message.Attempts, 0, 20));
        var asked = answer.RetryAfter is { } after && after > backoff ? after : backoff;
        return new DeliveryResult.RetryAt(now + (asked < LongestDelay ? asked : LongestDelay));
    }

    /// <summary>A channel that may still take it keeps the message alive for the others.</summary>
    private static DeliveryResult Later(DeliveryResult known, DeliveryResult next) => (known, next) switch
    {
        (DeliveryResult.RetryAt a, DeliveryResult.RetryAt b) => a.Instant > b.Instant ? a : b,
        (DeliveryResult.RetryAt, _) => known,
        _ => next,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} ({Kind}) was not delivered by {Channel}: {Problem}; {Outcome}.")]
    private partial void LogFailure(long id, string kind, string channel, string problem, string outcome);
}
