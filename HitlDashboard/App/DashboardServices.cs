using HitlDashboard.Demo;
using HitlDashboard.Doors;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Activities.Browser;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Notifications;
using HitlDashboard.Graph;
using HitlDashboard.Inbox;
using HitlDashboard.Live;
using HitlDashboard.Settings;
using HitlDashboard.SignIn;
using Radzen;

namespace HitlDashboard.App;

internal static class DashboardServices
{
    private const int LargestBodyInBytes = 1024 * 1024;
    private const int LargestHubMessageInBytes = 256 * 1024;

    public static void AddDashboard(this WebApplicationBuilder builder, DashboardSettings settings, DataFolder data, StartOptions options)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LargestBodyInBytes;
        });
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(_ => data);

        // The host's own limit must not cut the engine's short: it drains, gives cancelled activities their grace, and closes the database.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Drain + TimeSpan.FromSeconds(30));
        services.AddSingleton<BlazorScript>();
        AddEngine(services, settings, builder.Environment.ContentRootPath, options.Demo ? OwnAddresses(builder.Configuration) : []);
        services.AddSignIn(data);
        services.AddScoped<LiveUpdates>();
        services.AddSingleton<StepGraphs>();
        services.AddSingleton<ReviewTargets>();
        services.AddProblemDetails();
        services.AddDoors(new ApiOptions(settings.Api.RequestsPerSecond, settings.Api.Burst));
        AddPages(services);
        AddCompression(services);
        if (options.Demo)
        {
            services.AddDemo();
        }
    }

    // The demo watches a page of this very server.
    private static IEnumerable<string> OwnAddresses(ConfigurationManager configuration) =>
        (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(url => OwnAddress.Of(url).Authority);

    private static void AddEngine(IServiceCollection services, DashboardSettings settings, string home, IEnumerable<string> ownAddresses)
    {
        services.AddSingleton(new HttpOptions
        {
            AllowPrivateNetworks = settings.Http.AllowPrivateNetworks,
            AllowedHosts = [.. settings.Http.AllowedHosts, .. ownAddresses],
        });
        services.AddSingleton(new LlmOptions { Endpoint = settings.Llm.Endpoint, Model = settings.Llm.Model, ApiKey = settings.Llm.ApiKey });
        services.AddSingleton(new NotificationOptions { WebhookUrl = settings.Webhook?.Url, WebhookSecret = settings.Webhook?.Secret });
        services.AddSingleton(new ProcessOptions { Allowed = settings.AllowedPrograms, Home = home });
        services.AddSingleton(new BrowserOptions { Executable = settings.BrowserExecutable });
        services.AddSingleton(new SecretOptions { Values = settings.Secrets, Directory = settings.SecretsDirectory });
        services.AddSingleton(new TemplateOptions { Directory = settings.TemplatesDirectory });
        services.AddHitlEngine(new EngineOptions
        {
            Directory = settings.DataDirectory,
            WorkflowsDirectory = settings.WorkflowsDirectory,
            MaxConcurrency = settings.MaxConcurrency,
            Drain = settings.Drain,
            RetainRuns = settings.RetainRuns,
            RetainMessages = settings.RetainMessages,
            Calendars = settings.Calendars,
            QueueCalendars = settings.QueueCalendars,
            AuditKeyFile = settings.Audit.KeyFile,
            AuditAnchorFolder = settings.Audit.AnchorFolder,
            AuditAnchorEvery = settings.Audit.AnchorEvery,
            TellsOutside = settings.Webhook is not null,
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = 50;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(30);
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = LargestHubMessageInBytes);
        services.AddRadzenComponents();

        // SecurityHeaders says it for every answer.
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);
    }

    // Style sheets and scripts only: compressing pages that carry tokens would help whoever guesses them.
    private static void AddCompression(IServiceCollection services) => services.AddResponseCompression(options =>
    {
        options.EnableForHttps = true;
        options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
    });
}
