namespace HitlDashboard.Doors;

/// <summary>A browser cannot put a header on a WebSocket, so SignalR's client sends its key as <c>access_token</c> in the query: for the hub it counts, nowhere else.</summary>
internal static class HubToken
{
    private const string Parameter = "access_token";

    public static Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/hubs") && request.Query[Parameter] is [{ Length: > 0 } token] && request.Headers.Authorization.Count == 0)
        {
            request.Headers.Authorization = "Bearer " + token;
        }

        return next(context);
    }
}
