using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Writes one Debug line for each message.</summary>
internal sealed partial class LogChannel(ILogger<LogChannel> log) : INotificationChannel
{
    public string Name => "log";

    public bool IsActive { get; } = log.IsEnabled(LogLevel.Debug);

    public ValueTask<ChannelAnswer> SendAsync(OutboxMessage message, CancellationToken cancellation)
    {
        LogMessage(message.Id, message.Kind, message.Subject);
        return ValueTask.FromResult(ChannelAnswer.Taken);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Message {Id}: {Kind} {Subject}")]
    private partial void LogMessage(long id, string kind, string subject);
}
