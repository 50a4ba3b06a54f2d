using System.Security.Claims;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class CurrentActorTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private readonly DashboardServer _server = fixture.Server;

    private Accounts Accounts => _server.Services.GetRequiredService<Accounts>();

    [Fact]
    public async Task GetAsync_SignedInCircuit_GivesNameRoleAndKind()
    {
        var actor = await Circuit(await AddAsync("fay"), TimeSpan.FromHours(1)).GetAsync();

        Assert.Equal(new Actor("fay", Role.Supervisor), actor);
    }

    [Fact]
    public async Task GetAsync_RoleChangedWhileTheCircuitLives_IsRefused()
    {
        var circuit = Circuit(await AddAsync("gil"), TimeSpan.FromHours(1));
        await circuit.GetAsync();

        await Accounts.SetRoleAsync("gil", Role.Viewer);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await circuit.GetAsync());
    }

    [Fact]
    public async Task GetAsync_SessionOverWhileTheCircuitLives_IsRefused()
    {
        var circuit = Circuit(await AddAsync("hal"), TimeSpan.FromSeconds(-1));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(async () => await circuit.GetAsync());
    }

    [Fact]
    public void Of_Nobody_IsRefused() =>
        Assert.Throws<UnauthorizedAccessException>(() => CurrentActor.Of(new ClaimsPrincipal(new ClaimsIdentity())));

    private async Task<Account> AddAsync(string name)
    {
        Assert.Empty(await Accounts.AddAsync(name, Role.Supervisor, "given once only"));
        await using var context = await _server.Services.GetRequiredService<IDbContextFactory<AccountsContext>>().CreateDbContextAsync();
        return await context.Users.SingleAsync(account => account.UserName == name);
    }

    private CurrentActor Circuit(Account account, TimeSpan left) => new(
        new FixedState(SessionClaims.Of(account, TimeProvider.System.GetUtcNow() + left, "test")), _server.Services.GetRequiredService<AccountRoster>());

    private sealed class FixedState(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
