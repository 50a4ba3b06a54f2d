using HitlDashboard.App;
using HitlDashboard.Demo;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Dashboard.Demo;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("http://*:5080", "http://localhost:5080/")]
    [InlineData("https://+:5081", "https://localhost:5081/")]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080/")]
    [InlineData("http://[::]:5080", "http://localhost:5080/")]
    [InlineData("http://[::1]:5080", "http://[::1]:5080/")]
    [InlineData("http://example.org:5080", "http://example.org:5080/")]
    public void Of_AnAddress_IsWhereThisMachineReachesIt(string url, string expected) => Assert.Equal(expected, OwnAddress.Of(url).ToString());

    [Theory]
    [InlineData("http://*:5080")]
    [InlineData("http://localhost:5080; http://+:5081")]
    public async Task Build_DemoOnEveryAddress_IsBuilt(string urls)
    {
        using var folder = new TempFolder();

        await using var app = DashboardHost.Build(new StartOptions(Demo: true, new Dictionary<string, string?>
        {
            ["urls"] = urls, ["Storage:Directory"] = folder.File("data"), ["Workflows:Directory"] = folder.File("workflows"),
        }));

        Assert.NotNull(app);
    }
}
