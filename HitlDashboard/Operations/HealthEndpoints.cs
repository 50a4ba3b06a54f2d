using HitlDashboard.Doors;
using HitlDashboard.Engine.Analytics;
using HitlDashboard.Engine.Health;
using HitlDashboard.SignIn;
using Microsoft.AspNetCore.Authorization;

namespace HitlDashboard.Operations;

/// <summary>Whether the server can do its work: for load balancers without a key, with figures for those who may read.</summary>
internal static partial class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapReadiness(this IEndpointRouteBuilder app) =>
        app.MapGet("/health/ready", ReadyAsync).Named(
                "getReadiness", "Operations", "Says whether the server can do its work.", "With the role viewer it adds the database, the writer, what waits and runs, and the reason where it can't.")
            .AllowAnonymous().Gives<ApiReadiness>().Refuses(429, 503);

    private static async Task<IResult> ReadyAsync(
        HttpContext context, EngineHealth health, WallQueries wall, IAuthorizationService authorization, TimeProvider clock, ILogger<ApiReadiness> log)
    {
        var mayRead = (await authorization.AuthorizeAsync(context.User, Policies.Viewer)).Succeeded;
        using var timeUp = new CancellationTokenSource(Patience, clock);
        try
        {
            var report = await health.ReadAsync(timeUp.Token);
            return report.Problem is { } problem
                ? NotReady(log, problem, mayRead)
                : new Answered(mayRead ? ApiReadiness.Of(report, await wall.ReadAsync(cancellation: timeUp.Token)) : new ApiReadiness("ready", null, null, null));
        }
        catch (Exception failure)
        {
            return NotReady(log, failure is OperationCanceledException ? $"The database did not answer within {Patience.TotalSeconds} s." : failure.Message, mayRead);
        }
    }

    // A reason may name folders of the server.
    private static Refused NotReady(ILogger log, string reason, bool mayRead)
    {
        LogNotReady(log, reason);
        return new Refused(Problem.Of(503, "not-ready", mayRead ? reason : "The server can't do its work; its log says why."));
    }

    [LoggerMessage(402, LogLevel.Warning, "Not ready: {Reason}")]
    private static partial void LogNotReady(ILogger log, string reason);
}

/// <summary>The server can do its work. All but the status is for those who may read.</summary>
/// <param name="Status"><c>ready</c>.</param>
/// <param name="Database">The database and the settings of its writer.</param>
/// <param name="Writer">Who writes to it.</param>
/// <param name="Work">What waits and runs.</param>
internal sealed record ApiReadiness(string Status, DatabaseReport? Database, WriterReport? Writer, ApiWork? Work)
{
    public static ApiReadiness Of(EngineReport report, WallFigures figures) => new("ready", report.Database, report.Writer, ApiWork.Of(figures));
}

/// <summary>What waits and runs.</summary>
internal sealed record ApiWork(int OpenRuns, int RunningTasks, int OpenReviews, int OverdueReviews, int StagedDecisions, IReadOnlyList<ApiQueue> Queues)
{
    public static ApiWork Of(WallFigures figures) => new(
        figures.OpenRuns, figures.RunningTasks, figures.Waiting, figures.Overdue, figures.Staged,
        [.. figures.Queues.Select(queue => new ApiQueue(queue.Queue, queue.Waiting, queue.OldestSince))]);
}

/// <summary>One queue of reviews.</summary>
internal sealed record ApiQueue(string Queue, int Waiting, DateTimeOffset OldestSince);
