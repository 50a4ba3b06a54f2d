using System.Collections.Concurrent;
using System.Threading.Channels;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Execution;

/// <summary>The feed of a single process: channels, and instants kept by the timer loop.</summary>
internal sealed class LocalTaskFeed(TimeProvider clock) : ITaskFeed
{
    private readonly Channel<DueTask> _due = Channel.CreateUnbounded<DueTask>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<(DateTimeOffset At, Alarm Alarm)> _timers =
        Channel.CreateUnbounded<(DateTimeOffset, Alarm)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Channel<bool> _messages = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Tasks that are due.</summary>
    public ChannelReader<DueTask> Due => _due.Reader;

    /// <summary>Things with an instant.</summary>
    public ChannelReader<(DateTimeOffset At, Alarm Alarm)> Timers => _timers.Reader;

    /// <summary>Something is in the outbox.</summary>
    public ChannelReader<bool> Messages => _messages.Reader;

    /// <summary>What this process executes: of each task the newest attempt.</summary>
    public ConcurrentDictionary<TaskId, RunningAttempt> Running { get; } = new();

    public void Offer(DueTask task)
    {
        if (task.DueAt > clock.GetUtcNow())
        {
            _timers.Writer.TryWrite((task.DueAt, new Alarm(Due: task)));
            return;
        }

        _due.Writer.TryWrite(task);
    }

    public void WakeAt(ReviewId review, DateTimeOffset instant) => _timers.Writer.TryWrite((instant, new Alarm(Review: review)));

    public void ExpireAt(TaskId task, DateTimeOffset instant) => _timers.Writer.TryWrite((instant, new Alarm(Deadline: task)));

    public void BeginAt(RunId run, DateTimeOffset instant) => _timers.Writer.TryWrite((instant, new Alarm(Begin: run)));

    public void FireAt(string workflow, string schedule, DateTimeOffset instant) => _timers.Writer.TryWrite((instant, new Alarm(Schedule: (workflow, schedule))));

    public void Stop(TaskId task)
    {
        if (Running.TryGetValue(task, out var attempt))
        {
            Stop(task, attempt.Fence);
        }
    }

    /// <summary>Stops one attempt; a later one goes on.</summary>
    public void Stop(TaskId task, long fence)
    {
        if (Running.TryGetValue(task, out var attempt) && attempt.Fence == fence)
        {
            // Off the writer's thread: registered callbacks may take their time.
            _ = attempt.Stop.CancelAsync();
        }
    }

    public void MessageWaits() => _messages.Writer.TryWrite(true);
}

/// <summary>An attempt that this process executes.</summary>
/// <param name="Fence">Its fence.</param>
/// <param name="Stop">How to stop it.</param>
internal readonly record struct RunningAttempt(long Fence, CancellationTokenSource Stop);

/// <summary>What happens at an instant: one of these.</summary>
/// <param name="Due">A task can be claimed.</param>
/// <param name="Review">Something is due for a review.</param>
/// <param name="Deadline">A task must be final.</param>
/// <param name="Begin">A run begins.</param>
/// <param name="Schedule">A schedule of a workflow has an instant.</param>
internal readonly record struct Alarm(
    DueTask? Due = null, ReviewId? Review = null, TaskId? Deadline = null, RunId? Begin = null, (string Workflow, string Name)? Schedule = null);
