using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Doors;

/// <summary>Around every request of a program: the body's limit, and a problem in JSON for whatever goes wrong, never a page or a stack.</summary>
internal sealed partial class DoorBoundary(RequestDelegate next, ILogger<DoorBoundary> log)
{
    /// <summary>In bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    public static bool Covers(PathString path) =>
        path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/health/ready");

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        try
        {
            await next(context);
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await BadRequests.Problem(failure).WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left; there is nobody to answer.
        }
        catch (Exception failure) when (failure.GetBaseException() is SqliteException && !context.Response.HasStarted)
        {
            RequestFailed(log, failure, context.Request.Method, context.Request.Path);
            await Problem.Of(503, "storage-failed", StorageFailed(context.Request.Method)).WriteAsync(context);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            RequestFailed(log, failure, context.Request.Method, context.Request.Path);
            await Problem.Of(500, "internal-error", "Something went wrong on the server; its log has more under the trace id.").WriteAsync(context);
        }

        if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
        {
            await Bare(context).WriteAsync(context);
        }
    }

    /// <summary>Only the ledger knows that nothing was changed, and refuses by itself. Here the answer may have failed after the commit.</summary>
    private static string StorageFailed(string method) => "The server's database can't be read just now: "
        + (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
            ? "try again in a moment."
            : $"what was asked for may have been done all the same. Send the same request again with the same {RequestKey.Header}, or look first.");

    /// <summary>The problem for a status that routing, sign-in or authorization set without a word.</summary>
    private static Problem Bare(HttpContext context) => context.Response.StatusCode switch
    {
        401 => Problem.Of(401, "unauthenticated", "Send an API key in the header Authorization: Bearer …, or sign in."),
        403 when NeededRole(context.GetEndpoint()) is { } role =>
            Problem.Of(403, "forbidden", $"This needs the role {Policies.NameOf(role)}; ask an admin for it.").With("missingRole", Policies.NameOf(role)),
        403 => Problem.Of(403, "forbidden", "This is not allowed."),
        404 => Problem.Of(404, "not-found", "There is nothing at this address; /openapi/v1.json lists what there is."),
        405 => Problem.Of(405, "method-not-allowed", $"This address does not take {context.Request.Method}; see /openapi/v1.json."),
        413 => Problem.Of(413, "too-large", $"The body is larger than {LargestBody / 1024} KiB; send less."),
        415 => Problem.Of(415, "wrong-media-type", "The body must be JSON: set the header Content-Type to application/json."),
        var status => Problem.Of(status, status < 500 ? "refused" : "internal-error", "The request was not answered; the server's log has more under the trace id."),
    };

    private static Role? NeededRole(Endpoint? endpoint) =>
        endpoint?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => Policies.RoleOf(data.Policy)).Max();

    [LoggerMessage(401, LogLevel.Error, "{Method} {Path} failed.")]
    private static partial void RequestFailed(ILogger log, Exception failure, string method, string path);
}
