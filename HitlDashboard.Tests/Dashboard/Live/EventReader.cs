using System.Text.Json;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Live;

/// <summary>Reads a stream of Server-Sent Events as a browser would.</summary>
internal sealed class EventReader(HttpResponseMessage response, StreamReader lines) : IDisposable
{
    public static async Task<EventReader> OpenAsync(DoorCaller caller, string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await caller.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>Reads up to and including the first event that fits.</summary>
    public async Task<IReadOnlyList<StreamedEvent>> UntilAsync(Func<StreamedEvent, bool> isLast)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        var events = new List<StreamedEvent>();
        do
        {
            events.Add(await NextAsync(patience.Token) ?? throw new EndOfStreamException("The stream ended."));
        }
        while (!isLast(events[^1]));
        return events;
    }

    /// <summary>The next event, or null where the stream ended.</summary>
    public async Task<StreamedEvent?> NextAsync(CancellationToken cancellation)
    {
        var (id, kind, data) = ("", "", "");
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                return new StreamedEvent(long.Parse(id), kind, JsonSerializer.Deserialize<JsonElement>(data));
            }

            (id, kind, data) = line.Split(": ", 2) switch
            {
                ["id", var value] => (value, kind, data),
                ["event", var value] => (id, value, data),
                ["data", var value] => (id, kind, value),
                _ => (id, kind, data),
            };
        }

        return null;
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}

internal sealed record StreamedEvent(long Id, string Kind, JsonElement Entry)
{
    public bool Ends(string run) => Kind == "run" && Entry.Text("runId") == run && Entry.GetProperty("to").GetString() == "Completed";
}
