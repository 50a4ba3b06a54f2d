using HitlDashboard.Engine.Activities.Browser;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HitlDashboard.Engine.Activities;

/// <summary>Registers the kinds of step.</summary>
public static class ActivitiesServices
{
    /// <summary>Adds every kind of step. Options that were registered before are kept.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services)
    {
        services.TryAddSingleton(new TemplateOptions());
        services.TryAddSingleton(new ProcessOptions());
        services.TryAddSingleton(new HttpOptions());
        services.TryAddSingleton(new LlmOptions());
        services.TryAddSingleton(new SecretOptions());
        services.TryAddSingleton<SecretStore>();
        services.TryAddSingleton<Redaction>();
        services.TryAddSingleton(new BrowserOptions());
        services.TryAddSingleton<OutboundGuard>();
        services.AddNotifications();
        services.TryAddSingleton(provider => new ArtifactStore(
            Path.Combine(provider.GetRequiredService<EngineOptions>().Directory, "artifacts"), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ActivityRegistry>();
        return services
            .AddSingleton<IActivity, SetActivity>()
            .AddSingleton<IActivity, DelayActivity>()
            .AddSingleton<IActivity>(new AwaitedActivity("signal"))
            .AddSingleton<IActivity>(new AwaitedActivity("workflow"))
            .AddSingleton<IActivity, TemplateActivity>()
            .AddSingleton<IActivity, ProcessActivity>()
            .AddSingleton<IActivity, HttpActivity>()
            .AddSingleton<IActivity, BrowserActivity>()
            .AddSingleton<IActivity, LlmActivity>();
    }
}
