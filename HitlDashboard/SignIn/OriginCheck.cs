namespace HitlDashboard.SignIn;

/// <summary>Refuses live connections that another site's page opens in a signed-in browser. Programs with a key carry no cookie and need no origin.</summary>
internal sealed class OriginCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!IsLiveConnection(request.Path) || IsAllowed(request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("Live connections are accepted from this site's own pages only.");
    }

    private static bool IsLiveConnection(PathString path) => path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/hubs");

    private static bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return request.Headers.ContainsKey("Authorization") || !IsWebSocket(request);
        }

        // Host against host, not scheme: behind a proxy that ends TLS the two schemes differ.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWebSocket(HttpRequest request) =>
        HttpMethods.IsConnect(request.Method) || request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);
}
