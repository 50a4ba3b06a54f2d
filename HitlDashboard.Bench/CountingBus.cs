using System.Collections.Concurrent;
using System.Diagnostics;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Bench;

/// <summary>The product's bus with a loss-free ear beside it: the product's subscriptions may lose events, a measurement may not.</summary>
internal sealed class CountingBus : IEventBus
{
    private readonly InProcessEventBus _inner = new();
    private readonly ConcurrentDictionary<RunId, Progress> _watched = new();
    private long _completed;

    public long Completed => Interlocked.Read(ref _completed);

    public int SubscriberCount => _inner.SubscriberCount;

    public void Publish(IReadOnlyList<EngineEvent> events)
    {
        foreach (var value in events)
        {
            Hear(value);
        }

        _inner.Publish(events);
    }

    public EventSubscription Subscribe() => _inner.Subscribe();

    /// <summary>The milestones of one run, whether they have passed or are to come.</summary>
    public Progress Of(RunId run) => _watched.GetOrAdd(run, _ => new Progress());

    public void Forget(RunId run) => _watched.TryRemove(run, out _);

    /// <summary>Waits until a number of runs more than <paramref name="before"/> are completed; answers the watch at 10 %, 50 % and 100 %.</summary>
    public async Task<TimeSpan[]> MarksAsync(long before, int runs, Stopwatch watch)
    {
        var marks = new List<TimeSpan>();
        foreach (var share in new[] { 0.1, 0.5, 1.0 })
        {
            while (Completed - before < runs * share)
            {
                await Task.Delay(2);
            }

            marks.Add(watch.Elapsed);
        }

        return [.. marks];
    }

    private void Hear(EngineEvent value)
    {
        switch (value)
        {
            case EngineEvent.RunChanged { State: RunState.Completed } run:
                Interlocked.Increment(ref _completed);
                if (_watched.TryGetValue(run.RunId, out var ended))
                {
                    ended.Completed.TrySetResult();
                }

                break;
            case EngineEvent.ReviewChanged { State: ReviewState.Open } review:
                Of(review.RunId).Asked.TrySetResult(review.ReviewId);
                break;
        }
    }

    /// <summary>What a caller waits for.</summary>
    internal sealed class Progress
    {
        public TaskCompletionSource<ReviewId> Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
