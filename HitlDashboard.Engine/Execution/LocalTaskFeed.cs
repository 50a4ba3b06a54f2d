using System.Collections.Concurrent;
using System.Threading.Channels;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Execution;

/// <summary>The feed of a single process: channels, and instants kept by the timer loop.</summary>
internal sealed class LocalTaskFeed(TimeProvider clock) : ITaskFeed
{
    private readonly Channel<DueTask> _due = Channel.CreateUnbounded<DueTask>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<(DateTimeOffset At, DueTask? Task, ReviewId? Review)> _timers =
        Channel.CreateUnbounded<(DateTimeOffset, DueTask?, ReviewId?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Channel<bool> _messages = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Tasks that are due.</summary>
    public ChannelReader<DueTask> Due => _due.Reader;

    /// <summary>Things with an instant.</summary>
    public ChannelReader<(DateTimeOffset At, DueTask? Task, ReviewId? Review)> Timers => _timers.Reader;

    /// <summary>Something is in the outbox.</summary>
    public ChannelReader<bool> Messages => _messages.Reader;

    /// <summary>How to stop the executions of this process.</summary>
    public ConcurrentDictionary<TaskId, CancellationTokenSource> Running { get; } = new();

    public void Offer(DueTask task)
    {
        if (task.DueAt > clock.GetUtcNow())
        {
            _timers.Writer.TryWrite((task.DueAt, task, null));
            return;
        }

        _due.Writer.TryWrite(task);
    }

    public void WakeAt(ReviewId review, DateTimeOffset instant) => _timers.Writer.TryWrite((instant, null, review));

    public void Stop(TaskId task)
    {
        if (Running.TryGetValue(task, out var source))
        {
            // Off the writer's thread: registered callbacks may take their time.
            _ = source.CancelAsync();
        }
    }

    public void MessageWaits() => _messages.Writer.TryWrite(true);
}
