using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Doors;

/// <summary>A refusal as the endpoint's result.</summary>
internal sealed class Refused(Problem problem) : IResult, IStatusCodeHttpResult
{
    public Problem Problem { get; } = problem;

    public int? StatusCode => Problem.Status;

    public Task ExecuteAsync(HttpContext httpContext) => Problem.WriteAsync(httpContext);
}

/// <summary>A record as the endpoint's result.</summary>
internal sealed class Answered(object value, int status = StatusCodes.Status200OK, string? location = null) : IResult, IStatusCodeHttpResult
{
    public object Value { get; } = value;

    public int? StatusCode => status;

    public string? Location { get; } = location;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.Headers.Location = Location;
        return httpContext.Response.WriteAsJsonAsync(Value, Value.GetType(), DoorJson.Answers, httpContext.RequestAborted);
    }
}

/// <summary>What the engine said, in the words of HTTP.</summary>
internal static class Answers
{
    public static IResult NotFound(string what) =>
        new Refused(Problem.Of(StatusCodes.Status404NotFound, "not-found", $"There is no {what}; it may have been removed, or the address is wrong."));

    public static IResult Invalid(string path, string message) =>
        new Refused(Problem.Of(StatusCodes.Status400BadRequest, "invalid-request", message, [new ApiError(path, null, null, message)]));

    /// <summary>The refusal of an answer, or null where the command was applied now or before.</summary>
    public static IResult? Refusal<T>(Answer<T> answer) => answer.Refused is { } refusal ? new Refused(Refusals.Problem(refusal)) : null;

    public static async Task<IResult> PageAsync<TRow, TItem>(Task<Page<TRow>> reading, Func<TRow, TItem> shape)
    {
        try
        {
            var page = await reading;
            return new Answered(new ApiPage<TItem>([.. page.Items.Select(shape)], page.Next));
        }
        catch (FormatException wrongCursor)
        {
            return Invalid("cursor", wrongCursor.Message);
        }
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The items in order.</param>
/// <param name="Next">What <c>cursor</c> takes for the next page, or null at the end.</param>
internal sealed record ApiPage<T>(IReadOnlyList<T> Items, string? Next);
