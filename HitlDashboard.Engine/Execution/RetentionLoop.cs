using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Deletes what the settings no longer keep: final runs one by one, messages that were given up, and files that belong to nothing.</summary>
internal sealed partial class RetentionLoop(
    TaskLedger ledger, ArtifactStore artifacts, IDbContextFactory<EngineDbContext> contexts, EngineOptions options, TimeProvider clock, ILogger<RetentionLoop> log)
{
    private const int SweepEveryRounds = 24;
    private const int MessagesAtOnce = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>A file is stored before its task's outcome is recorded: a young one may still be spoken for.</summary>
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(7);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var round = 0;
        do
        {
            try
            {
                await DeleteRunsAsync(stopping);
                await ForgetMessagesAsync(stopping);
                await (round++ % SweepEveryRounds == 0 ? SweepAsync(stopping) : Task.CompletedTask);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task DeleteRunsAsync(CancellationToken stopping)
    {
        if (options.RetainRuns is not { } kept)
        {
            return;
        }

        var deleted = 0;
        for (; ; deleted++)
        {
            var answer = await ledger.SubmitAsync(new DeleteRunCommand(Actor.Engine, clock.GetUtcNow() - kept), stopping);
            if (answer.Value!.Run is null)
            {
                break;
            }

            // After the commit: a file that is left here by a crash is an orphan, which the sweep finds.
            foreach (var id in answer.Value.Artifacts)
            {
                artifacts.Delete(id);
            }
        }

        if (deleted > 0)
        {
            LogDeleted(log, deleted);
        }
    }

    private async Task ForgetMessagesAsync(CancellationToken stopping)
    {
        while (options.RetainMessages is { } kept
            && (await ledger.SubmitAsync(new ForgetMessagesCommand(Actor.Engine, clock.GetUtcNow() - kept), stopping)).Value == MessagesAtOnce)
        {
            // As long as it forgets whole batches there is more.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        await using var context = await contexts.CreateDbContextAsync(stopping);
        var recorded = await context.Artifacts.Select(row => row.Id).ToHashSetAsync(stopping);
        var removed = artifacts.Sweep(recorded, clock.GetUtcNow() - OrphanAge, stopping);
        if (removed > 0)
        {
            LogSwept(log, removed);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Retention failed; it runs again in an hour")]
    private static partial void LogFailed(ILogger log, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "{Count} runs were deleted because they had been kept long enough")]
    private static partial void LogDeleted(ILogger log, int count);

    [LoggerMessage(3, LogLevel.Information, "{Count} files that belonged to nothing were removed")]
    private static partial void LogSwept(ILogger log, int count);
}
