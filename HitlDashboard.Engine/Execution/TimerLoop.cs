using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Wakes what has an instant: retries and delays go to the dispatcher, reviews to the ledger. Rebuilt from the tables at every start.</summary>
internal sealed partial class TimerLoop(LocalTaskFeed feed, TaskLedger ledger, TimeProvider clock, ILogger<TimerLoop> log)
{
    private readonly PriorityQueue<(DueTask? Task, ReviewId? Review), DateTimeOffset> _waiting = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        var arrival = feed.Timers.WaitToReadAsync(stopping).AsTask();
        while (!stopping.IsCancellationRequested)
        {
            using var alarm = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var sleep = Task.Delay(UntilNext(), clock, alarm.Token);
            await Task.WhenAny(arrival, sleep);
            await alarm.CancelAsync();
            if (arrival.IsCompleted)
            {
                await arrival;
                while (feed.Timers.TryRead(out var timer))
                {
                    _waiting.Enqueue((timer.Task, timer.Review), timer.At);
                }

                arrival = feed.Timers.WaitToReadAsync(stopping).AsTask();
            }

            FireDue();
        }
    }

    private TimeSpan UntilNext()
    {
        if (!_waiting.TryPeek(out _, out var at))
        {
            return Timeout.InfiniteTimeSpan;
        }

        // A timer takes at most 49 days, and a clock may be set: look again at least every hour.
        var wait = at - clock.GetUtcNow();
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < TimeSpan.FromHours(1) ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.FromHours(1);
    }

    private void FireDue()
    {
        while (_waiting.TryPeek(out var timer, out var at) && at <= clock.GetUtcNow())
        {
            _waiting.Dequeue();
            if (timer.Task is { } task)
            {
                feed.Offer(task);
            }

            if (timer.Review is { } review)
            {
                _ = WakeAsync(review);
            }
        }
    }

    private async Task WakeAsync(ReviewId review)
    {
        try
        {
            await ledger.SubmitAsync(new WakeReviewCommand(Actor.Engine, review), CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogFailed(log, review, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Review {ReviewId} could not be woken; the sweep tries again")]
    private static partial void LogFailed(ILogger log, ReviewId reviewId, Exception exception);
}
