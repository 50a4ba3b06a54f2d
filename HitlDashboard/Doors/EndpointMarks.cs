using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Doors;

/// <summary>A query parameter as the OpenAPI document shows it.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="Text">What it does.</param>
/// <param name="Values">The words that it takes, or null for any text.</param>
/// <param name="Most">It is a whole number up to this one, or null where it is text.</param>
/// <param name="Least">The least number.</param>
internal sealed record QueryParameter(string Name, string Text, IReadOnlyList<string>? Values = null, int? Most = null, int Least = 0)
{
    public static QueryParameter Limit { get; } = new("limit", "How many items at most; 50 where it is left out.", Most: 200, Least: 1);

    public static QueryParameter Cursor { get; } = new("cursor", "Where the last page ended: its `next`.");

    /// <summary>The words of a closed choice: states as the board names them, everything else in camelCase.</summary>
    public static IReadOnlyList<string> Names<T>()
        where T : struct, Enum =>
        typeof(T) == typeof(RunState) ? Enum.GetNames<T>() : [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}

/// <summary>The endpoint's body is a workflow in YAML.</summary>
internal sealed record TakesYaml;

/// <summary>What endpoints say about themselves.</summary>
internal static class EndpointMarks
{
    /// <summary>The name for client generators, and one line for people.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string operationId, string tag, string summary, string? description = null) =>
        route.WithName(operationId).WithTags(tag).WithSummary(summary).WithDescription(description ?? summary);

    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params QueryParameter[] parameters) => route.WithMetadata([.. parameters]);

    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) =>
        route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));

    public static TBuilder Refuses<TBuilder>(this TBuilder route, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata([.. statuses.Select(status => new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.MediaType]))]);

    /// <summary>It changes something: needs the role, takes an idempotency key.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder route, string policy) =>
        route.RequireAuthorization(policy).WithMetadata(new ChangesState())
            .AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<KeptAnswers>().InvokeAsync(context, next))
            .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status422UnprocessableEntity);
}
