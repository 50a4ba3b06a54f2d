using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Live;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Live;

public sealed class LiveUpdatesTests : IDisposable
{
    private readonly InProcessEventBus _bus = new();
    private readonly LiveUpdates _updates;
    private long _published;

    public LiveUpdatesTests() => _updates = new LiveUpdates(_bus, TimeProvider.System, NullLogger<LiveUpdates>.Instance);

    public void Dispose() => _updates.Dispose();

    [Fact]
    public async Task Subscribe_ManyEvents_CallsSeldomAndNeverLosesTheLast()
    {
        var (calls, seen) = (0, 0L);
        using var subscription = _updates.Subscribe(_ => true, () =>
        {
            calls++;
            seen = Volatile.Read(ref _published);
            return Task.CompletedTask;
        });
        var start = TimeProvider.System.GetTimestamp();

        for (var batch = 0; batch < 200; batch++)
        {
            Publish("demo", count: 50);
            await Task.Yield();
        }

        await Eventually.IsTrueAsync(() => Volatile.Read(ref seen) == 10_000, "the last change was seen");
        var most = (TimeProvider.System.GetElapsedTime(start) / LiveUpdates.Interval) + 1;
        Assert.InRange(calls, 1, most);
    }

    [Fact]
    public async Task Subscribe_ChangeDuringACall_IsCalledAgain()
    {
        var calls = 0;
        var gate = new TaskCompletionSource();
        using var subscription = _updates.Subscribe(_ => true, () => ++calls == 1 ? gate.Task : Task.CompletedTask);
        Publish("demo");
        await Eventually.IsTrueAsync(() => Volatile.Read(ref calls) == 1, "the first call began");

        Publish("demo");
        gate.SetResult();

        await Eventually.IsTrueAsync(() => Volatile.Read(ref calls) == 2, "the second call came");
    }

    [Fact]
    public async Task Subscribe_SlowCall_IsNeverOverlapped()
    {
        var (running, overlapped, calls) = (0, false, 0);
        using var subscription = _updates.Subscribe(_ => true, async () =>
        {
            overlapped |= Interlocked.Increment(ref running) > 1;
            Publish("demo");
            await Task.Delay(20);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref calls);
        });

        Publish("demo");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref calls) >= 3, "three calls came");
        Assert.False(overlapped);
    }

    [Fact]
    public async Task Subscribe_Filter_CallsOnlyThoseConcerned()
    {
        var (mine, others) = (0, 0);
        using var one = _updates.Subscribe(value => value is EngineEvent.WorkflowChanged { Workflow: "mine" }, () => Task.FromResult(mine++));
        using var two = _updates.Subscribe(value => value is EngineEvent.WorkflowChanged { Workflow: "other" }, () => Task.FromResult(others++));

        Publish("mine");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref mine) == 1, "the one concerned was called");
        Assert.Equal(0, others);
    }

    [Fact]
    public async Task Subscribe_FailingListener_DoesNotSilenceTheOthers()
    {
        var calls = 0;
        using var broken = _updates.Subscribe(_ => true, () => throw new InvalidOperationException("broken"));
        using var brokenFilter = _updates.Subscribe(_ => throw new InvalidOperationException("broken"), () => Task.CompletedTask);
        using var healthy = _updates.Subscribe(_ => true, () => Task.FromResult(calls++));

        Publish("demo");
        await Eventually.IsTrueAsync(() => Volatile.Read(ref calls) == 1, "the first change was told");
        Publish("demo");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref calls) == 2, "the second change was told");
    }

    [Fact]
    public async Task Dispose_Subscription_EndsTheCallsAndTheCount()
    {
        var (gone, here) = (0, 0);
        using var stays = _updates.Subscribe(_ => true, () => Task.FromResult(here++));
        var leaves = _updates.Subscribe(_ => true, () => Task.FromResult(gone++));

        leaves.Dispose();
        Publish("demo");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref here) == 1, "the one that stays was called");
        Assert.Equal((0, 1), (gone, _updates.SubscriberCount));
    }

    [Fact]
    public void Dispose_Circuit_ReturnsTheBusToItsStartValue()
    {
        using var subscription = _updates.Subscribe(_ => true, () => Task.CompletedTask);
        Assert.Equal(1, _bus.SubscriberCount);

        _updates.Dispose();

        Assert.Equal((0, 0), (_bus.SubscriberCount, _updates.SubscriberCount));
    }

    private void Publish(string workflow, int count = 1)
    {
        var last = Interlocked.Add(ref _published, count);
        _bus.Publish([.. Enumerable.Range(0, count).Select(number => new EngineEvent.WorkflowChanged(last - count + number, workflow))]);
    }
}
