using Xunit;

namespace HitlDashboard.Tests.Support;

/// <summary>One server for all tests of a class that do not disturb one another.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    public DashboardServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await DashboardServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
