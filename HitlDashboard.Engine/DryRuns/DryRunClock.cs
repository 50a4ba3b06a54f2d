namespace HitlDashboard.Engine.DryRuns;

/// <summary>Time that stands still until somebody moves it on: hours of waiting pass at once.</summary>
internal sealed class DryRunClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Alarm> _alarms = [];
    private TimeSpan _passed;

    /// <summary>Where it began.</summary>
    public DateTimeOffset Start { get; } = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return Start + _passed;
        }
    }

    /// <summary>Moves on, and rings every alarm that is due by then, each once.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        List<Alarm> due;
        lock (_gate)
        {
            var now = instant > Start + _passed ? instant : Start + _passed;
            _passed = now - Start;
            due = [.. _alarms.Where(alarm => alarm.At <= now)];
            due.ForEach(alarm => alarm.At = alarm.Period > TimeSpan.Zero ? now + alarm.Period : null);
        }

        due.ForEach(alarm => alarm.Ring());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm(DryRunClock clock, Action ring) : ITimer
    {
        public DateTimeOffset? At { get; set; }

        public TimeSpan Period { get; private set; }

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                Period = period;
                At = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Start + clock._passed + dueTime;
                clock._alarms.Add(this);
            }

            if (dueTime == TimeSpan.Zero)
            {
                // Never on the caller's own stack: it may hold what the callback needs.
                ThreadPool.QueueUserWorkItem(_ => clock.MoveTo(clock.GetUtcNow()));
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
