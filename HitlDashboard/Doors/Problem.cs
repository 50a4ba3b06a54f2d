using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HitlDashboard.Doors;

/// <summary>Why a request was refused (RFC 9457).</summary>
internal sealed record Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary><c>urn:hitl:problem:</c> and the code.</summary>
    public string Type => "urn:hitl:problem:" + Code;

    public required string Title { get; init; }

    public required int Status { get; init; }

    /// <summary>One sentence: what happened and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>What the server's log calls this request.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ApiError>? Errors { get; init; }

    /// <summary>Facts that belong to the code, as the winner of <c>already-decided</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Facts { get; init; } = [];

    public static Problem Of(int status, string code, string detail, IReadOnlyList<ApiError>? errors = null) =>
        new() { Status = status, Title = Titles.Of(status), Code = code, Detail = detail, Errors = errors };

    public Problem With(string fact, string value)
    {
        var copy = this with { Facts = new Dictionary<string, JsonElement>(Facts) };
        copy.Facts[fact] = JsonSerializer.SerializeToElement(value);
        return copy;
    }

    public async Task WriteAsync(HttpContext context)
    {
        var traced = this with { TraceId = Activity.Current?.Id ?? context.TraceIdentifier };
        context.Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        await context.Response.WriteAsJsonAsync(traced, DoorJson.Answers, MediaType, context.RequestAborted);
    }
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Path">Where in the body, or the parameter's name; empty for the whole.</param>
/// <param name="Line">From 1, or null where there is no text.</param>
/// <param name="Column">From 1, or null where there is no text.</param>
/// <param name="Message">What was found and what is expected.</param>
internal sealed record ApiError(string Path, int? Line, int? Column, string Message);

/// <summary>What the status says in two words.</summary>
internal static class Titles
{
    public static string Of(int status) => status switch
    {
        400 => "Bad request",
        401 => "Not signed in",
        403 => "Not allowed",
        404 => "Not found",
        405 => "Method not allowed",
        409 => "Conflict",
        413 => "Too large",
        415 => "Wrong media type",
        422 => "Not acceptable as it is",
        429 => "Too many requests",
        503 => "Not ready",
        _ => status < 500 ? "Refused" : "Failed",
    };
}
