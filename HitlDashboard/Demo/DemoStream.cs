using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HitlDashboard.Demo;

/// <summary>Starts the sample workflows one after another, so that there is something to decide. Never buries anybody: it rests while enough waits.</summary>
internal sealed partial class DemoStream(
    StartRun start, ReviewQueries reviews, IServer server, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DemoStream> log) : BackgroundService
{
    /// <summary>With more open reviews than this it starts nothing.</summary>
    public const int Enough = 12;

    private static readonly Actor Demo = new("demo", Role.Operator, ActorKind.Engine);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StreamAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops, or never started: its own message says why.
        }
    }

    private async Task StreamAsync(CancellationToken stoppingToken)
    {
        await ServerStartedAsync(stoppingToken);
        for (var number = 0; !stoppingToken.IsCancellationRequested; number++)
        {
            while (await reviews.CountAsync(new ReviewFilter(), stoppingToken) > Enough)
            {
                await Task.Delay(Rest, clock, stoppingToken);
            }

            var next = DemoStart.Of(number, OwnPage());
            var answer = await start.ExecuteAsync(next.Workflow, next.Input, Demo, next.Title, cancellation: stoppingToken);
            if (answer.Refused is { } refusal)
            {
                NotStarted(log, next.Workflow, refusal.Message);
            }

            await Task.Delay(next.Pause, clock, stoppingToken);
        }
    }

    /// <summary>The page that it watches is served by this very process.</summary>
    private async Task ServerStartedAsync(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }

    private Uri OwnPage()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        return new Uri(OwnAddress.Of(address), "/signin");
    }

    [LoggerMessage(801, LogLevel.Warning, "The demo could not start {Workflow}: {Reason}")]
    private static partial void NotStarted(ILogger log, string workflow, string reason);
}
