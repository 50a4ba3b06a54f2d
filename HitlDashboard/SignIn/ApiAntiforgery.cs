using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace HitlDashboard.SignIn;

/// <summary>A change through <c>/api</c> with a browser's cookie needs the page's token in <c>RequestVerificationToken</c>; a key needs none.</summary>
internal sealed class ApiAntiforgery(RequestDelegate next, IAntiforgery antiforgery)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsChangeWithCookie(context) && !await antiforgery.IsRequestValidAsync(context))
        {
            await Results.Problem(
                "Send the page's token in the header RequestVerificationToken, or use an API key.",
                statusCode: StatusCodes.Status400BadRequest, title: "Token missing", type: "urn:hitl:problem:antiforgery",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = "antiforgery" }).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool IsChangeWithCookie(HttpContext context)
    {
        var method = context.Request.Method;
        var isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        return !isRead && context.Request.Path.StartsWithSegments("/api")
            && context.User.Identity is { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme };
    }
}
