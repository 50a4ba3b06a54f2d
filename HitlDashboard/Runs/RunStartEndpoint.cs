using HitlDashboard.Doors;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;

namespace HitlDashboard.Runs;

/// <summary>Starts a run and, where asked to, waits for its end.</summary>
internal static class RunStartEndpoint
{
    private const int LongestTitle = 300;

    public static void MapRunStart(this IEndpointRouteBuilder api) =>
        api.MapPost("/workflows/{name}/runs", StartAsync)
            .Named("startRun", "Runs", "Starts a run of the workflow's current version.", "With `waitSeconds` the answer comes when the run is final or the time is up.")
            .Takes(new QueryParameter("waitSeconds", "How long to wait for the run's end; 0 where it is left out.", Most: 60))
            .Changes(Policies.Operator).Gives<ApiRun>(StatusCodes.Status201Created).Refuses(404);

    private static async Task<IResult> StartAsync(
        string name, StartRunBody? body, HttpContext context, StartRun start, RunQueries queries, IEventBus bus, IHostApplicationLifetime host, TimeProvider clock, CancellationToken cancellation)
    {
        var query = new QueryReader(context.Request);
        var wait = query.Number("waitSeconds", 0, 60, 0);
        if ((query.Refusal() ?? Refusal(body)) is { } refusal)
        {
            return refusal;
        }

        // Listening begins before the start, so that no end is missed however short the run is.
        using var events = wait > 0 ? bus.Subscribe() : null;
        var answer = await start.ExecuteAsync(
            name, body?.Input ?? EngineJson.Empty, CurrentActor.Of(context.User), body?.Title, body?.Priority ?? 0, RequestKey.Of(context), body?.StartAt, cancellation);
        if (Answers.Refusal(answer) is { } refused)
        {
            return refused;
        }

        var run = events is null
            ? await queries.GetAsync(answer.Value, cancellation)
            : await EndAsync(answer.Value, TimeSpan.FromSeconds(wait), events, queries, host, clock, cancellation);
        return run is null ? Answers.NotFound("such run") : new Answered(ApiRun.Of(run), StatusCodes.Status201Created, $"/api/runs/{answer.Value}");
    }

    private static IResult? Refusal(StartRunBody? body) => body switch
    {
        { Priority: < -100 or > 100 } => Answers.Invalid("priority", "'priority' must be a whole number from -100 to 100."),
        { Title.Length: > LongestTitle } => Answers.Invalid("title", $"'title' is longer than {LongestTitle} characters."),
        _ => null,
    };

    /// <summary>The run as it is when it is final, the time is up or the server stops.</summary>
    private static async Task<RunDetail?> EndAsync(
        RunId id, TimeSpan wait, EventSubscription events, RunQueries queries, IHostApplicationLifetime host, TimeProvider clock, CancellationToken cancellation)
    {
        using var timeUp = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, host.ApplicationStopping, cancellation);
        var run = await queries.GetAsync(id, cancellation);
        try
        {
            while (run is not null && !RunTransitions.IsFinal(run.Summary.State))
            {
                await ChangeAsync(id, events, either.Token);
                run = await queries.GetAsync(id, cancellation);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            run = await queries.GetAsync(id, cancellation);
        }

        return run;
    }

    private static async Task ChangeAsync(RunId id, EventSubscription events, CancellationToken cancellation)
    {
        while (await events.Reader.WaitToReadAsync(cancellation))
        {
            var isOurs = events.TakeLost();
            while (events.Reader.TryRead(out var value))
            {
                isOurs |= value is EngineEvent.RunChanged changed && changed.RunId == id;
            }

            if (isOurs)
            {
                return;
            }
        }
    }
}
