using System.Text.Json;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.SignalR;

namespace HitlDashboard.Live;

/// <summary>
/// One connection's pump from the bus to its client. What waits is bounded twice: by the subscription, and by the transport, on which a send waits
/// for a slow client. Whoever falls behind hears <c>Resync</c> and reads again.
/// </summary>
internal sealed partial class LiveFeed(IClientProxy client, HubCallerContext caller, IDisposable seat, LiveSources sources) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EventSubscription _events = sources.Bus.Subscribe();
    private volatile LiveTopics _topics = LiveTopics.None;
    private Task _pump = Task.CompletedTask;
    private Task _seconds = Task.CompletedTask;
    private int _isStatsDue;

    public LiveTopics Topics
    {
        get => _topics;
        set
        {
            _topics = value;
            Volatile.Write(ref _isStatsDue, 1);
        }
    }

    public void Start()
    {
        _pump = QuietlyAsync(PumpAsync());
        _seconds = QuietlyAsync(EverySecondAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _events.Dispose();
        await Task.WhenAll(_pump, _seconds);
        _stop.Dispose();
        seat.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await _events.Reader.WaitToReadAsync(_stop.Token))
        {
            while (_events.Reader.TryRead(out var value))
            {
                Volatile.Write(ref _isStatsDue, 1);
                if (_topics.Want(value))
                {
                    await client.SendAsync(Name(value), Message(value), _stop.Token);
                }
            }

            if (_events.TakeLost())
            {
                await client.SendAsync("Resync", new { seq = await sources.History.LastAsync(_stop.Token) }, _stop.Token);
            }
        }
    }

    /// <summary>Figures for walls, and a look whether the caller may still listen: a connection lives longer than a role or a key.</summary>
    private async Task EverySecondAsync()
    {
        using var timer = new PeriodicTimer(WallReader.Freshness, sources.Clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            if (!sources.Roster.IsCurrent(caller.User!))
            {
                caller.Abort();
                return;
            }

            if (_topics.Stats && Interlocked.Exchange(ref _isStatsDue, 0) == 1)
            {
                var seq = await sources.History.LastAsync(_stop.Token);
                var figures = await sources.Wall.ReadAsync(_stop.Token);
                await client.SendAsync("Stats", LiveStats.Of(figures, seq), _stop.Token);
            }
        }
    }

    private static string Name(EngineEvent value) => value.GetType().Name;

    private static object Message(EngineEvent value) => value switch
    {
        EngineEvent.RunChanged run => new { seq = run.Sequence, runId = run.RunId.Value, workflow = run.Workflow, state = run.State.ToString() },
        EngineEvent.TaskChanged task => new { seq = task.Sequence, runId = task.RunId.Value, taskId = task.TaskId.Value, step = task.Step, state = task.State.ToString() },
        EngineEvent.ReviewChanged review => new { seq = review.Sequence, reviewId = review.ReviewId.Value, runId = review.RunId.Value, queue = review.Queue, state = Word(review.State) },
        _ => new { seq = value.Sequence },
    };

    private static string Word(ReviewState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private async Task QuietlyAsync(Task loop)
    {
        try
        {
            await loop;
        }
        catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
        {
            // The connection ended.
        }
        catch (Exception failure)
        {
            // The client connects again and reads; a connection that silently went quiet would be worse.
            FeedFailed(sources.Log, failure);
            caller.Abort();
        }
    }

    [LoggerMessage(702, LogLevel.Error, "A live connection failed and is closed.")]
    private static partial void FeedFailed(ILogger log, Exception failure);
}
