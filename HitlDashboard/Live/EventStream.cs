using System.Globalization;
using System.Text;
using System.Text.Json;
using HitlDashboard.Doors;
using HitlDashboard.Engine.Events;

namespace HitlDashboard.Live;

/// <summary>
/// The history as Server-Sent Events. It listens on the bus before it reads, then reads again whenever something happened: nothing is skipped,
/// and what the bus drops under load costs nothing, because the bus only says when to read.
/// </summary>
internal static class EventStream
{
    /// <summary>How long a stream lives. Then the caller comes again with <c>Last-Event-ID</c>, and is asked again who it is.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(15);
    private const int Batch = 200;

    public static void MapEventStream(this IEndpointRouteBuilder api) =>
        api.MapGet("/events", ServeAsync)
            .Named("streamEvents", "Live", "Follows the history as Server-Sent Events.", "`Last-Event-ID` or `after` goes on from there; without either it begins now. The stream ends after five minutes: connect again.")
            .Takes(new QueryParameter("after", "The last sequence number that was read; 0 for the beginning."))
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(ApiHistoryEntry), ["text/event-stream"]));

    private static async Task<IResult> ServeAsync(HttpContext context, LiveSources sources, IHostApplicationLifetime host)
    {
        if (Place(context.Request, out var after) is { } refusal)
        {
            return refusal;
        }

        using var seat = sources.Seats.Take(context.User);
        if (seat is null)
        {
            return new Refused(Problem.Of(429, "too-many-streams", $"This key or user has {LiveSeats.PerCaller} live connections already; close one first."));
        }

        using var events = sources.Bus.Subscribe();
        using var lifetime = new CancellationTokenSource(Lifetime, sources.Clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token, context.RequestAborted, host.ApplicationStopping);
        try
        {
            await FollowAsync(context, sources, after ?? await sources.History.LastAsync(end.Token), events, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The caller left, the server stops or the stream lived long enough.
        }

        return Results.Empty;
    }

    /// <summary>Where to go on; null for now.</summary>
    private static IResult? Place(HttpRequest request, out long? after)
    {
        var query = new QueryReader(request);
        after = query.Text("after") is null ? null : query.Sequence("after");
        if (query.Refusal() is { } refusal)
        {
            return refusal;
        }

        if (request.Headers["Last-Event-ID"] is not [{ Length: > 0 } last])
        {
            return null;
        }

        if (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return Answers.Invalid("Last-Event-ID", "The header Last-Event-ID must be a sequence number that this stream gave.");
        }

        after = sequence;
        return null;
    }

    private static async Task FollowAsync(
        HttpContext context, LiveSources sources, long after, EventSubscription events, CancellationToken cancellation)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 1000\n\n", cancellation);

        // A stream lives longer than a role or a key.
        while (sources.Roster.IsCurrent(context.User))
        {
            var entries = await sources.History.AfterAsync(null, after, Batch, cancellation);
            foreach (var entry in entries)
            {
                await response.WriteAsync(Text(ApiHistoryEntry.Of(entry)), cancellation);
                after = entry.Seq;
            }

            await response.Body.FlushAsync(cancellation);
            if (entries.Count < Batch && !await HappenedAsync(events, sources.Clock, cancellation))
            {
                await response.WriteAsync(": still here\n\n", cancellation);
            }
        }
    }

    /// <summary>True when something happened, false when it is time for a sign of life.</summary>
    private static async Task<bool> HappenedAsync(EventSubscription events, TimeProvider clock, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(SignOfLife, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await events.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }

        while (events.Reader.TryRead(out _))
        {
        }

        return true;
    }

    private static string Text(ApiHistoryEntry entry) => new StringBuilder()
        .Append("id: ").Append(entry.Seq).Append("\nevent: ").Append(entry.Kind)
        .Append("\ndata: ").Append(JsonSerializer.Serialize(entry, DoorJson.Answers)).Append("\n\n").ToString();
}
