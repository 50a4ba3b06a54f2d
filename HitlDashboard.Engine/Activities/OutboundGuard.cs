using System.Net;
using System.Net.Sockets;

namespace HitlDashboard.Engine.Activities;

/// <summary>The only way out for addresses that a workflow or a setting names: it looks an address up, checks it and connects to what it checked.</summary>
public sealed class OutboundGuard(HttpOptions options)
{
    private readonly HashSet<string> allowed = new(options.AllowedHosts.Select(Plain), StringComparer.OrdinalIgnoreCase);

    /// <summary>A handler that follows no redirects, keeps no cookies, uses no proxy and connects to checked addresses only.</summary>
    /// <remarks>A refusal reaches the caller as the inner exception of an <see cref="HttpRequestException"/>; see <see cref="RefusalIn"/>.</remarks>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation),
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
        UseProxy = false,
    };

    /// <summary>Why the guard refused, or null where the error is of another kind.</summary>
    public static string? RefusalIn(Exception error) =>
        error as OutboundRefusedException is { } refusal ? refusal.Message
        : error.InnerException is { } inner ? RefusalIn(inner)
        : null;

    /// <summary>Looks a host up, checks it and connects to what was checked.</summary>
    /// <exception cref="OutboundRefusedException">It leads inside.</exception>
    internal async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        // The resolver will not take every literal: 0.0.0.0 and :: are errors to it, and must be refusals here.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        Check(host, port, addresses);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Throws unless every address may be called: one inside address among public ones is an attack, not an accident.</summary>
    internal void Check(string host, int port, IReadOnlyList<IPAddress> addresses)
    {
        if (options.AllowPrivateNetworks || allowed.Contains(Plain($"{host}:{port}")))
        {
            return;
        }

        if (addresses.FirstOrDefault(address => !OutboundAddresses.IsPublic(address)) is { } inside)
        {
            throw new OutboundRefusedException(
                $"{host}:{port}",
                $"{host}:{port} leads to {inside}, which is not on the public internet. To allow it, add \"{host}:{port}\" to Http:AllowedHosts, or set Http:AllowPrivateNetworks to true.");
        }
    }

    private static string Plain(string hostAndPort) =>
        hostAndPort.Trim().Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
}

/// <summary>An address that may not be called. Its message names the address and the settings.</summary>
/// <param name="authority">Host and port.</param>
/// <param name="message">What was refused and how to allow it.</param>
public sealed class OutboundRefusedException(string authority, string message) : IOException(message)
{
    /// <summary>Host and port.</summary>
    public string Authority => authority;
}
