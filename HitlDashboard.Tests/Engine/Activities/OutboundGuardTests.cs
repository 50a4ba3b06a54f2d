using System.Net;
using HitlDashboard.Engine.Activities;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

public sealed class OutboundGuardTests
{
    private static readonly string[] InsideAddresses =
    [
        // Loopback and "this host", as people hide it.
        "127.0.0.1", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433", "017700000001", "127.255.255.254", "0.0.0.0", "0", "0.1.2.3",
        "[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]",
        // Private, shared, link-local and metadata.
        "10.0.0.1", "10.255.255.255", "0xa.0.0.1", "167772161", "172.16.0.1", "172.31.255.255", "192.168.0.1", "0300.0250.0.1", "3232235521", "100.64.0.1", "100.127.255.255",
        "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "[::ffff:169.254.169.254]", "[::ffff:10.0.0.1]", "[::ffff:c0a8:1]",
        "[fe80::1]", "[febf::1]", "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[fdff::1]",
        // Tunnels and translators around inside addresses.
        "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:a00:1::]", "[2002:c0a8:101::1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b::10.1.2.3]", "[64:ff9b:1::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        // Multicast, reserved, documentation, benchmarks, broadcast.
        "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "192.88.99.1",
        "[ff02::1]", "[ff0e::1]", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[4000::1]", "[5f00::1]",
    ];

    public static TheoryData<string> Inside => new(InsideAddresses);

    [Theory]
    [MemberData(nameof(Inside))]
    public async Task RunAsync_AddressInside_IsRefusedWithoutACall(string host)
    {
        var options = new HttpOptions();
        using var http = new HttpActivity(new OutboundGuard(options), options, TimeProvider.System);

        var failure = await new Activity(http).FailureAsync(new { url = $"http://{host}:9/" });

        Assert.Equal("not-allowed", failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains("Http:AllowedHosts", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Http:AllowPrivateNetworks", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("169.253.1.1")]
    [InlineData("192.167.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void IsPublic_PublicAddress_IsTrue(string address) =>
        Assert.True(OutboundAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void IsPublic_AddressOfALink_IsFalse() =>
        Assert.False(OutboundAddresses.IsPublic(new IPAddress(IPAddress.Parse("2606:4700:4700::1111").GetAddressBytes(), scopeid: 2)));

    [Fact]
    public void Check_OneInsideAmongPublicOnes_Refuses()
    {
        var guard = new OutboundGuard(new HttpOptions());

        var refusal = Assert.Throws<OutboundRefusedException>(() => guard.Check("both.example", 443, [IPAddress.Parse("8.8.8.8"), IPAddress.Parse("10.0.0.1")]));

        Assert.Contains("both.example:443 leads to 10.0.0.1", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intranet.example:8080", "intranet.example", 8080, true)]
    [InlineData("Intranet.Example:8080", "intranet.example", 8080, true)]
    [InlineData("[fd00::1]:80", "fd00::1", 80, true)]
    [InlineData("intranet.example:8080", "intranet.example", 8081, false)]
    [InlineData("intranet.example", "intranet.example", 80, false)]
    [InlineData("example:80", "intranet.example", 80, false)]
    public void Check_Exception_CountsForThatHostAndPortOnly(string exception, string host, int port, bool isAllowed)
    {
        var guard = new OutboundGuard(new HttpOptions { AllowedHosts = [exception] });

        var refusal = Record.Exception(() => guard.Check(host, port, [IPAddress.Parse("10.0.0.1")]));

        Assert.Equal(isAllowed, refusal is null);
    }

    [Fact]
    public void Check_PrivateNetworksAllowed_Passes() =>
        Assert.Null(Record.Exception(() => new OutboundGuard(new HttpOptions { AllowPrivateNetworks = true }).Check("x", 80, [IPAddress.Loopback])));
}
