using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.Live;

/// <summary>Speaks SignalR's JSON protocol over a WebSocket, as its JavaScript client does.</summary>
internal sealed class HubCaller : IDisposable
{
    private const char End = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _waiting = new();
    private string _rest = "";

    public static async Task<HubCaller> ConnectAsync(DashboardServer server, string? key, string? origin = null, bool inQuery = false)
    {
        var caller = new HubCaller();
        var address = new UriBuilder(server.BaseAddress) { Scheme = "ws", Path = "/hubs/live", Query = inQuery ? "access_token=" + key : "" };
        if (key is not null && !inQuery)
        {
            caller._socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        }

        if (origin is not null)
        {
            caller._socket.Options.SetRequestHeader("Origin", origin);
        }

        caller._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await caller._socket.ConnectAsync(address.Uri, CancellationToken.None);
        }
        catch (WebSocketException) when (caller.Status != 0)
        {
            return caller;
        }

        await caller.SendAsync("""{"protocol":"json","version":1}""");
        await caller.NextAsync(CancellationToken.None);
        return caller;
    }

    /// <summary>What the handshake answered: 101 where the connection is open.</summary>
    public int Status => (int)_socket.HttpStatusCode;

    /// <summary>Subscribes; the answer is the completion message.</summary>
    public async Task<JsonElement> SubscribeAsync(params string[] topics)
    {
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "1", target = "Subscribe", arguments = new[] { topics } }));
        return await UntilAsync(message => message.GetProperty("type").GetInt32() == 3);
    }

    /// <summary>The argument of the next push with this name that fits.</summary>
    public async Task<JsonElement> HearAsync(string target, Func<JsonElement, bool>? fits = null)
    {
        var message = await UntilAsync(message =>
            message.GetProperty("type").GetInt32() == 1 && message.Text("target") == target && fits?.Invoke(message.GetProperty("arguments")[0]) != false);
        return message.GetProperty("arguments")[0];
    }

    /// <summary>The first message that fits.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isLast)
    {
        using var patience = new CancellationTokenSource(Eventually.Deadline);
        JsonElement message;
        do
        {
            message = await NextAsync(patience.Token);
        }
        while (!isLast(message));
        return message;
    }

    private async Task<JsonElement> NextAsync(CancellationToken cancellation)
    {
        while (_waiting.Count == 0)
        {
            var buffer = new byte[64 * 1024];
            var received = await _socket.ReceiveAsync(buffer, cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new EndOfStreamException("The server closed the connection.");
            }

            var parts = (_rest + Encoding.UTF8.GetString(buffer, 0, received.Count)).Split(End);
            _rest = parts[^1];
            foreach (var part in parts[..^1])
            {
                _waiting.Enqueue(JsonSerializer.Deserialize<JsonElement>(part));
            }
        }

        return _waiting.Dequeue();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends bytes as they are, then asks for something sensible; true where that is answered, false where the server hung up.</summary>
    public async Task<bool> SurvivesAsync(byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
            await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "probe", target = "Subscribe", arguments = new[] { Array.Empty<string>() } }));
            await UntilAsync(message => message.TryGetProperty("invocationId", out var id) && id.GetString() == "probe");
            return true;
        }
        catch (Exception closed) when (closed is EndOfStreamException or WebSocketException)
        {
            return false;
        }
    }

    private Task SendAsync(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, CancellationToken.None);
}
