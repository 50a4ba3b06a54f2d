using System.Text.Json;
using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;

namespace HitlDashboard.Runs;

/// <summary>Signals over REST.</summary>
internal static class SignalEndpoint
{
    public static void MapSignals(this IEndpointRouteBuilder api) =>
        api.MapPost("/runs/{id:guid}/signals/{name}", SendAsync)
            .Named(
                "sendSignal", "Runs", "Gives a run a signal; the body is its payload.",
                "The step that waits for it takes it at once; otherwise it is kept until one does. Each is taken once, in the order of arrival. A payload that breaks the step's schema is refused, and the step waits on.")
            .Changes(Policies.Operator).Gives<ApiSignal>(StatusCodes.Status202Accepted).Refuses(404, 409);

    private static async Task<IResult> SendAsync(
        Guid id, string name, JsonElement? payload, HttpContext context, SendSignal send, CancellationToken cancellation)
    {
        // No body is bound as an element without a value.
        var given = payload is { ValueKind: not JsonValueKind.Undefined } element ? element : EngineJson.Null;
        var answer = await send.ExecuteAsync(
            new RunId(id), name, given, CurrentActor.Of(context.User), RequestKey.Of(context), cancellation);
        return Answers.Refusal(answer) ?? new Answered(new ApiSignal(name, answer.Value), StatusCodes.Status202Accepted);
    }
}

/// <summary>A signal that was accepted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Taken">Whether a step took it at once; otherwise it is kept until one does.</param>
internal sealed record ApiSignal(string Name, bool Taken);
