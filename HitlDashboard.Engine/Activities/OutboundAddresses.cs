using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HitlDashboard.Engine.Activities;

/// <summary>Which addresses belong to the public internet. Everything else is somebody's inside.</summary>
internal static class OutboundAddresses
{
    // IANA's special-purpose registries, everything that is not globally reachable.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether the address is public, also after unwrapping mapped, 6to4 and NAT64 forms.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Inside.Any(network => network.Contains(address));
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        // A scope names one of this machine's links.
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
        {
            return false;
        }

        return Carried(address) is { } inner
            ? IsPublic(inner)
            : GlobalUnicast.Contains(address) && !Inside.Any(network => network.Contains(address));
    }

    /// <summary>The IPv4 address that a translator or a tunnel would reach through this one, or null.</summary>
    private static IPAddress? Carried(IPAddress address)
    {
        var bytes = address.GetAddressBytes().AsSpan();
        return SixToFour.Contains(address) ? FromBytes(bytes[2..6])
            : Nat64.Contains(address) ? FromBytes(bytes[12..16])
            : null;
    }

    private static IPAddress FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
}
