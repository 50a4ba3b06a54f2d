using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HitlDashboard.SignIn;

/// <summary>The session of a browser: 12 hours from sign-in, checked against the roster at every request, ended for good by signing out.</summary>
internal static class SessionCookie
{
    public const string Name = "hitl-session";
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = "/signin";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = CheckAsync;
    }

    public static Task StartAsync(HttpContext context, Account account, TimeProvider clock) => context.SignInAsync(
        CookieAuthenticationDefaults.AuthenticationScheme,
        SessionClaims.Of(account, clock.GetUtcNow() + Lifetime, CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Ends the session on the server too: a copy of the cookie is worth nothing afterwards.</summary>
    public static async Task EndAsync(HttpContext context, Accounts accounts, TimeProvider clock)
    {
        if (context.User.FindFirst(SessionClaims.Session)?.Value is { } session)
        {
            await accounts.EndSessionAsync(session, clock.GetUtcNow() + Lifetime);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }

    private static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var roster = context.HttpContext.RequestServices.GetRequiredService<AccountRoster>();
        if (context.Principal is null || !roster.IsCurrent(context.Principal))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
