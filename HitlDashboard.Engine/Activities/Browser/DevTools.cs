using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>Speaks Chromium's DevTools protocol over its web socket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private const int LongestMessage = 100 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _closing = new();
    private Task _receiving = Task.CompletedTask;
    private int _last;

    public async Task OpenAsync(Uri address, CancellationToken cancellation)
    {
        _socket.Options.Proxy = null;
        await _socket.ConnectAsync(address, cancellation);
        _receiving = ReceiveAsync();
    }

    /// <summary>Calls a method and gives its result.</summary>
    /// <exception cref="DevToolsException">The browser refused, or is gone.</exception>
    public async Task<JsonElement> CallAsync(string method, JsonObject? parameters, string? session, CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _asked[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), cancellation);
        return await answer.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
        _closing.Dispose();
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        catch (WebSocketException gone)
        {
            throw new DevToolsException($"The browser is gone ({gone.WebSocketErrorCode}).");
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReadAsync() is { } message)
            {
                await TakeAsync(message);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or JsonException or DevToolsException)
        {
            // Whoever waits is told below.
        }

        foreach (var waiting in _asked.Values)
        {
            waiting.TrySetException(new DevToolsException("The browser has ended."));
        }
    }

    private async Task<JsonElement?> ReadAsync()
    {
        using var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
            kept.Write(buffer, 0, part.Count);
            if (part.MessageType == WebSocketMessageType.Close || kept.Length > LongestMessage)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return JsonSerializer.Deserialize<JsonElement>(kept.GetBuffer().AsSpan(0, (int)kept.Length));
            }
        }
    }

    private async Task TakeAsync(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (_asked.TryRemove(id.GetInt32(), out var waiting))
            {
                _ = message.TryGetProperty("error", out var error)
                    ? waiting.TrySetException(new DevToolsException(error.GetProperty("message").GetString()!))
                    : waiting.TrySetResult(message.GetProperty("result"));
            }
        }
        else if (message.GetProperty("method").GetString() == "Page.javascriptDialogOpening")
        {
            // A dialog stops the page until somebody answers, and nobody is there.
            var answer = new JsonObject { ["id"] = 0, ["method"] = "Page.handleJavaScriptDialog", ["params"] = new JsonObject { ["accept"] = false }, ["sessionId"] = message.GetProperty("sessionId").GetString() };
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(answer), _closing.Token);
        }
    }
}

/// <summary>The browser refused, or is gone.</summary>
/// <param name="message">What it said.</param>
internal sealed class DevToolsException(string message) : Exception(message);
