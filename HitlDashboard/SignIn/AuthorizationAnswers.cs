using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;

namespace HitlDashboard.SignIn;

/// <summary>Programs get a bare 401 or 403 (the doors put it into words), never a redirect; people get the sign-in page or the page that names the missing role.</summary>
internal sealed class AuthorizationAnswers : IAuthorizationMiddlewareResultHandler
{
    private static readonly PathString[] ForPrograms = ["/api", "/hubs", "/openapi", "/_blazor"];
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var isProgram = context.Request.Headers.ContainsKey("Authorization") || ForPrograms.Any(path => context.Request.Path.StartsWithSegments(path));
        switch (authorizeResult)
        {
            case { Challenged: true } when isProgram:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            case { Forbidden: true } when isProgram:
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            case { Forbidden: true }:
                context.Response.Redirect($"/forbidden?role={LeastRole(policy)}");
                return Task.CompletedTask;
            default:
                return _usual.HandleAsync(next, context, policy, authorizeResult);
        }
    }

    /// <summary>The weakest role that would have been enough for every requirement.</summary>
    private static string LeastRole(AuthorizationPolicy policy) => policy.Requirements.OfType<RolesAuthorizationRequirement>()
        .Select(requirement => requirement.AllowedRoles.Select(Policies.RoleOf).Min())
        .Max() is { } least ? Policies.NameOf(least) : Policies.Viewer;
}
