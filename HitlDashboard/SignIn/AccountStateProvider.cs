using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace HitlDashboard.SignIn;

/// <summary>Asks every 60 s whether the circuit's user may still be here; if not, the circuit is signed out.</summary>
internal sealed class AccountStateProvider(ILoggerFactory logs, AccountRoster roster) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(60);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(roster.IsCurrent(authenticationState.User));
}
