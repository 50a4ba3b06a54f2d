using Microsoft.AspNetCore.SignalR;

namespace HitlDashboard.Live;

/// <summary>What just changed, for programs and walls: ids, the new state and a sequence number, never payloads.</summary>
internal sealed class EventsHub(IHubContext<EventsHub> hub, LiveSources sources) : Hub
{
    public const string Address = "/hubs/live";

    /// <summary>Replaces what this connection hears. Listening begins before the answer, so whoever reads after it misses nothing.</summary>
    /// <returns>The newest sequence number.</returns>
    public async Task<long> Subscribe(string[] topics)
    {
        if (LiveTopics.Read(topics, out var refusal) is not { } wanted)
        {
            throw new HubException(refusal);
        }

        if (Feed is not { } feed)
        {
            throw new HubException($"This key or user has {LiveSeats.PerCaller} live connections already; close one first.");
        }

        feed.Topics = wanted;
        return await sources.History.LastAsync(Context.ConnectionAborted);
    }

    public override Task OnConnectedAsync()
    {
        if (sources.Seats.Take(Context.User!) is not { } seat)
        {
            Context.Abort();
            return Task.CompletedTask;
        }

        // The caller's own proxy lives as long as this call; the pump lives as long as the connection.
        var feed = new LiveFeed(hub.Clients.Client(Context.ConnectionId), Context, seat, sources);
        Context.Items[typeof(LiveFeed)] = feed;
        feed.Start();
        return Task.CompletedTask;
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (Feed is { } feed)
        {
            await feed.DisposeAsync();
        }
    }

    /// <summary>Null where there was no seat.</summary>
    private LiveFeed? Feed => Context.Items.TryGetValue(typeof(LiveFeed), out var feed) ? (LiveFeed?)feed : null;
}
