using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Notifications;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Tells the outside world what the ledger wrote, with retries, after the fact. It never holds a task up.</summary>
internal sealed partial class OutboxRelay(
    TaskLedger ledger, LocalTaskFeed feed, OutboxDelivery delivery, IDbContextFactory<EngineDbContext> contexts, TimeProvider clock, ILogger<OutboxRelay> log)
{
    private const int AtOnce = 500;

    public async Task RunAsync(CancellationToken stopping)
    {
        do
        {
            try
            {
                while (await DeliverAsync(stopping) == AtOnce)
                {
                    // As long as whole pages come there is more.
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception);
            }
        }
        while (await feed.Messages.WaitToReadAsync(stopping) && feed.Messages.TryRead(out _));
    }

    private async Task<int> DeliverAsync(CancellationToken stopping)
    {
        await using var context = await contexts.CreateDbContextAsync(stopping);
        var now = clock.GetUtcNow();
        var due = await context.Outbox.Where(message => message.NextAt <= now).OrderBy(message => message.Id).Take(AtOnce).ToListAsync(stopping);
        var settled = new List<Task>(due.Count);
        foreach (var row in due)
        {
            var result = await delivery.DeliverAsync(
                new OutboxMessage(row.Id, row.Kind, row.Subject, row.At, EngineJson.Parse(row.Data), row.Attempts) { Channels = row.Channels?.Split(' ') ?? [] }, stopping);
            settled.Add(ledger.SubmitAsync(new SettleMessageCommand(
                Actor.Engine, row.Id, result is DeliveryResult.Delivered, result is DeliveryResult.RetryAt retry ? retry.Instant : null), stopping));
        }

        await Task.WhenAll(settled);
        return due.Count;
    }

    [LoggerMessage(1, LogLevel.Warning, "Messages could not be delivered; trying again")]
    private static partial void LogFailed(ILogger log, Exception exception);
}
