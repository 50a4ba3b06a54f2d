using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>The only way out of a browser: a proxy on a loopback port that looks every address up, checks it and connects to what it checked. Navigations, redirects, images, scripts and sockets all come by.</summary>
internal sealed class GuardedProxy : IAsyncDisposable
{
    private const int LongestHead = 64 * 1024;

    private readonly OutboundGuard _guard;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<string, string> _refusals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _accepting;

    public GuardedProxy(OutboundGuard guard)
    {
        _guard = guard;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>Why an address was refused, or null where it was not.</summary>
    public string? RefusalOf(Uri address) => _refusals.GetValueOrDefault($"{address.IdnHost}:{address.Port}");

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token), _closing.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            return;
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken closing)
    {
        using (client)
        {
            try
            {
                await PassAsync(client.GetStream(), closing);
            }
            catch (OutboundRefusedException refusal)
            {
                // Closing without a word shows the browser's own error page, which no page can read.
                _refusals[refusal.Authority] = refusal.Message;
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or FormatException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(NetworkStream browser, CancellationToken closing)
    {
        var request = await ReadHeadAsync(browser, closing);
        var first = request.Lines[0].Split(' ');
        if (first.Length != 3)
        {
            throw new FormatException("This is no request.");
        }

        if (first[0] == "CONNECT")
        {
            var colon = first[1].LastIndexOf(':');
            await using var tunnel = await _guard.ConnectAsync(first[1][..colon].Trim('[', ']'), int.Parse(first[1][(colon + 1)..], CultureInfo.InvariantCulture), closing);
            await browser.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), closing);
            await Task.WhenAny(browser.CopyToAsync(tunnel, closing), tunnel.CopyToAsync(browser, closing));
            return;
        }

        var target = new Uri(first[1], UriKind.Absolute);
        await using var server = await _guard.ConnectAsync(target.IdnHost, target.Port, closing);
        // One request per connection: whatever the browser sends next may be for somebody else.
        var headers = request.Lines.Skip(1).Where(line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase));
        var head = $"{first[0]} {target.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", headers.Append("Connection: close"))}\r\n\r\n";
        await server.WriteAsync(Encoding.Latin1.GetBytes(head), closing);
        await BodyAsync(browser, server, request, closing);
        await server.CopyToAsync(browser, closing);
    }

    private static async Task BodyAsync(NetworkStream browser, Stream server, (string[] Lines, byte[] After) request, CancellationToken closing)
    {
        var length = request.Lines.Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            .Select(line => long.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture)).FirstOrDefault();
        var rest = request.After.AsMemory(0, (int)Math.Min(length, request.After.Length));
        await server.WriteAsync(rest, closing);
        var buffer = new byte[16 * 1024];
        for (var left = length - rest.Length; left > 0;)
        {
            var count = await browser.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), closing);
            if (count == 0)
            {
                throw new IOException("The request ended early.");
            }

            await server.WriteAsync(buffer.AsMemory(0, count), closing);
            left -= count;
        }
    }

    private static async Task<(string[] Lines, byte[] After)> ReadHeadAsync(NetworkStream browser, CancellationToken closing)
    {
        var kept = new byte[LongestHead];
        for (var length = 0; length < kept.Length;)
        {
            var count = await browser.ReadAsync(kept.AsMemory(length), closing);
            length += count;
            var end = kept.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.Latin1.GetString(kept, 0, end).Split("\r\n"), kept[(end + 4)..length]);
            }

            if (count == 0)
            {
                break;
            }
        }

        throw new IOException("The request's head did not end.");
    }
}
