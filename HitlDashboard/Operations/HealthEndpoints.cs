using HitlDashboard.Doors;
using HitlDashboard.Engine.Analytics;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace HitlDashboard.Operations;

/// <summary>Whether the server can do its work: for load balancers without a key, with figures for those who may read.</summary>
internal static partial class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapReadiness(this IEndpointRouteBuilder app) =>
        app.MapGet("/health/ready", ReadyAsync).Named("getReadiness", "Operations", "Says whether the server can do its work.", "With the role viewer it adds figures.")
            .AllowAnonymous().Gives<ApiReadiness>().Refuses(429, 503);

    private static async Task<IResult> ReadyAsync(
        HttpContext context, WallQueries wall, IAuthorizationService authorization, TimeProvider clock, ILogger<ApiReadiness> log)
    {
        using var timeUp = new CancellationTokenSource(Patience, clock);
        try
        {
            var figures = await wall.ReadAsync(cancellation: timeUp.Token);
            var mayRead = (await authorization.AuthorizeAsync(context.User, Policies.Viewer)).Succeeded;
            return new Answered(new ApiReadiness("ready", "readable", mayRead ? ApiWork.Of(figures) : null));
        }
        catch (Exception failure)
        {
            NotReady(log, failure);
            return new Refused(Problem.Of(503, "not-ready", "The database cannot be read; the server's log says why."));
        }
    }

    [LoggerMessage(402, LogLevel.Warning, "Not ready: the database cannot be read.")]
    private static partial void NotReady(ILogger log, Exception failure);
}

/// <summary>The server can do its work.</summary>
/// <param name="Status"><c>ready</c>.</param>
/// <param name="Database"><c>readable</c>.</param>
/// <param name="Work">What waits and runs, or null for those who may not read.</param>
internal sealed record ApiReadiness(string Status, string Database, ApiWork? Work);

/// <summary>What waits and runs.</summary>
internal sealed record ApiWork(int OpenRuns, int RunningTasks, int OpenReviews, int OverdueReviews, int StagedDecisions, IReadOnlyList<ApiQueue> Queues)
{
    public static ApiWork Of(WallFigures figures) => new(
        figures.OpenRuns, figures.RunningTasks, figures.Waiting, figures.Overdue, figures.Staged,
        [.. figures.Queues.Select(queue => new ApiQueue(queue.Queue, queue.Waiting, queue.OldestSince))]);
}

/// <summary>One queue of reviews.</summary>
internal sealed record ApiQueue(string Queue, int Waiting, DateTimeOffset OldestSince);
