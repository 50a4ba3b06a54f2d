using HitlDashboard.Doors;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.SignIn;

namespace HitlDashboard.App;

internal static class DashboardPipeline
{
    public static void UseDashboard(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler();
        app.UseResponseCompression();
        app.UseWhen(IsForPeople, pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseRouting();
        app.UseDoors();
        app.UseMiddleware<OriginCheck>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ApiAntiforgery>();
        app.UseAntiforgery();
        app.UseDoorLimits();
        MapEndpoints(app);
    }

    private static bool IsForPeople(HttpContext context) => !DoorBoundary.Covers(context.Request.Path) && !context.Request.Path.StartsWithSegments("/_blazor");

    private static void MapEndpoints(WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        BlazorScript.Map(app);
        SignOutEndpoint.Map(app);
        app.MapDoors();

        // Not while it stops: a page that reloaded itself now would come too late and stay on the browser's error page.
        app.MapGet("/health/live", (IHostApplicationLifetime life) => life.ApplicationStopping.IsCancellationRequested ? Results.StatusCode(503) : Results.Text("live"))
            .AllowAnonymous().ExcludeFromDescription();

        // Editors fetch it without a key; it holds the format and nothing of anybody.
        app.MapGet("/schemas/workflow.json", () => Results.Text(WorkflowSchema.Text, "application/schema+json")).AllowAnonymous().ExcludeFromDescription();

        // SecurityHeaders says frame-ancestors for every answer.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
