using System.Text.Json;
using HitlDashboard.Doors;
using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;

namespace HitlDashboard.Workflows;

/// <summary>Shows what a run would do.</summary>
internal static class DryRunEndpoint
{
    public static void MapDryRun(this IEndpointRouteBuilder api) =>
        api.MapPost("/workflows/{name}/dry-run", PlayAsync)
            .Named("dryRun", "Workflows", "Shows what a run would do; nothing leaves the server and nothing is kept.",
                "Steps that act on the outside get their outputs from `outputs`, from the last completed run, or from an example of their schema; reviews are answered by `decisions`, or approved.")
            .RequireAuthorization(Policies.Operator).Gives<DryRunResult>().Refuses(404, 413, 422);

    private static async Task<IResult> PlayAsync(string name, DryRunBody? body, DryRun dryRun, CancellationToken cancellation)
    {
        var answer = await dryRun.ExecuteAsync(name, (body ?? new DryRunBody()).ToScript(), cancellation);
        return Answers.Refusal(answer) ?? new Answered(answer.Value!);
    }
}

/// <summary>What a dry run is played with.</summary>
internal sealed record DryRunBody
{
    /// <summary>The run's input; an empty object where it is left out.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Outputs by step; for a `foreach` a list gives each task its own.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    /// <summary>Decisions by step: `approve`, `amend`, `sendBack`, `reject` or `timeout`; an object with `decision`, `reason` and `output`; or a list of these, one per round.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Decisions { get; init; }

    public DryRunScript ToScript()
    {
        var nothing = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        return new DryRunScript { Input = Input ?? EngineJson.Empty, Outputs = Outputs ?? nothing, Decisions = Decisions ?? nothing };
    }
}
