using HitlDashboard.Artifacts;
using HitlDashboard.Inbox;
using HitlDashboard.Live;
using HitlDashboard.Operations;
using HitlDashboard.Runs;
using HitlDashboard.SignIn;
using HitlDashboard.Workflows;

namespace HitlDashboard.Doors;

/// <summary>The doors for programs: REST, the live hub, the event stream, readiness and their description.</summary>
internal static class DoorServices
{
    public static IServiceCollection AddDoors(this IServiceCollection services, ApiOptions options)
    {
        services.AddSingleton(options);
        services.ConfigureHttpJsonOptions(json => DoorJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddSingleton<KeptAnswers>();
        services.AddSingleton<RequestBudget>();
        services.AddSingleton<WallReader>().AddSingleton<LiveSeats>().AddSingleton<LiveSources>();
        services.AddSignalR().AddHubOptions<EventsHub>(hub =>
        {
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.MaximumParallelInvocationsPerClient = 1;
            hub.EnableDetailedErrors = false;
        });
        return services.AddApiDocument();
    }

    /// <summary>Goes behind routing and before everything that may refuse: whatever is refused becomes a problem in JSON.</summary>
    public static IApplicationBuilder UseDoors(this IApplicationBuilder app) =>
        app.UseWhen(IsDoor, doors => doors.UseMiddleware<DoorBoundary>().Use(HubToken.ReadAsync));

    /// <summary>Goes behind authentication: budgets and idempotency keys belong to whoever asks.</summary>
    public static IApplicationBuilder UseDoorLimits(this IApplicationBuilder app) =>
        app.UseWhen(IsDoor, doors => doors.Use(WithinBudgetAsync).UseMiddleware<RequestKey>());

    public static void MapDoors(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api").RequireAuthorization(Policies.Viewer).Refuses(400, 401, 403, 429, 503);
        api.MapWorkflows();
        api.MapDryRun();
        api.MapRuns();
        api.MapTasks();
        api.MapReviews();
        api.MapArtifacts();
        api.MapAudit();
        api.MapEventStream();
        app.MapReadiness();
        app.MapHub<EventsHub>(EventsHub.Address).RequireAuthorization(Policies.Viewer);
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").RequireAuthorization(Policies.Viewer);
    }

    private static bool IsDoor(HttpContext context) => DoorBoundary.Covers(context.Request.Path);

    private static async Task WithinBudgetAsync(HttpContext context, RequestDelegate next)
    {
        var budget = context.RequestServices.GetRequiredService<RequestBudget>();
        if (!await budget.RefusesAsync(context))
        {
            await next(context);
        }
    }
}
