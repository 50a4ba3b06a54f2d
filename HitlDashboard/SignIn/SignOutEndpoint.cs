using Microsoft.AspNetCore.Antiforgery;

namespace HitlDashboard.SignIn;

internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost("/signout", SignOutAsync).ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, Accounts accounts, TimeProvider clock)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest("The form is too old: reload the page and try again.");
        }

        await SessionCookie.EndAsync(context, accounts, clock);
        return Results.Redirect("/signin");
    }
}
