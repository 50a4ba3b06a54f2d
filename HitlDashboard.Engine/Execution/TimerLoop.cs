using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Wakes what has an instant: retries and delays go to the dispatcher, reviews, later starts and schedules to the ledger. Rebuilt from the tables at every start.</summary>
internal sealed partial class TimerLoop(
    LocalTaskFeed feed, TaskLedger ledger, ScheduleTimer schedules, TimeProvider clock, ILogger<TimerLoop> log)
{
    /// <summary>What comes later is not kept in memory: it is loaded again in time.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    private readonly PriorityQueue<Alarm, DateTimeOffset> _waiting = new();
    private readonly HashSet<(DateTimeOffset At, Alarm Alarm)> _known = [];

    /// <summary>How many instants are kept.</summary>
    public int Count => _waiting.Count;

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
                    Keep(timer);
                }

                arrival = feed.Timers.WaitToReadAsync(stopping).AsTask();
            }

            FireDue();
        }
    }

    private void Keep((DateTimeOffset At, Alarm Alarm) timer)
    {
        if (timer.At - clock.GetUtcNow() <= Horizon && _known.Add(timer))
        {
            _waiting.Enqueue(timer.Alarm, timer.At);
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
            _known.Remove((at, timer));
            if (timer.Due is { } task)
            {
                feed.Offer(task);
            }
            else if (timer.Review is { } review)
            {
                _ = DoAsync(ledger.SubmitAsync(new WakeReviewCommand(Actor.Engine, review), CancellationToken.None), review);
            }
            else if (timer.Deadline is { } late)
            {
                _ = DoAsync(ledger.SubmitAsync(new ExpireTaskCommand(Actor.Engine, late), CancellationToken.None), late);
            }
            else if (timer.Begin is { } run)
            {
                _ = DoAsync(ledger.SubmitAsync(new BeginRunCommand(Actor.Engine, run), CancellationToken.None), run);
            }
            else if (timer.Schedule is var (workflow, name))
            {
                _ = DoAsync(schedules.FireAsync(workflow, name, CancellationToken.None), name);
            }
        }
    }

    private async Task DoAsync(Task work, object about)
    {
        try
        {
            await work;
        }
        catch (Exception exception)
        {
            LogFailed(log, about, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "What is due for {About} could not be done; the sweep tries again")]
    private static partial void LogFailed(ILogger log, object about, Exception exception);
}
