using HitlDashboard.Engine.Activities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HitlDashboard.Engine.Notifications;

/// <summary>Registers messages to the outside.</summary>
public static class NotificationsServices
{
    /// <summary>Adds <see cref="OutboxDelivery"/> and its channels. Options that the host registered before stay.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new HttpOptions());
        services.TryAddSingleton(new NotificationOptions());
        services.TryAddSingleton<OutboundGuard>();
        services.AddSingleton<INotificationChannel, LogChannel>();
        services.AddSingleton<INotificationChannel, WebhookChannel>();
        return services.AddSingleton<OutboxDelivery>();
    }
}
