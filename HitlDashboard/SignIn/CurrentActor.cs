using System.Security.Claims;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.AspNetCore.Components.Authorization;

namespace HitlDashboard.SignIn;

/// <summary>Who acts: <see cref="GetAsync"/> in a component, <see cref="Of"/> in an endpoint.</summary>
/// <param name="authentication">The circuit's user.</param>
/// <param name="roster">Checks that the user may still act; null (in component tests) trusts the circuit.</param>
internal sealed class CurrentActor(AuthenticationStateProvider authentication, AccountRoster? roster = null)
{
    /// <summary>Asked again for every action: a circuit lives longer than a role.</summary>
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in, or no longer.</exception>
    public async ValueTask<Actor> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return roster?.IsCurrent(user) == false
            ? throw new UnauthorizedAccessException("You were signed out, or your role changed: sign in again.")
            : Of(user);
    }

    /// <summary>For endpoints, whose request was checked before it got there.</summary>
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in.</exception>
    public static Actor Of(ClaimsPrincipal user)
    {
        if (user.Identity?.IsAuthenticated != true
            || user.Identity.Name is not { } name
            || Policies.RoleOf(user.FindFirstValue(ClaimTypes.Role)) is not { } role)
        {
            throw new UnauthorizedAccessException("Nobody is signed in.");
        }

        var kind = user.FindFirstValue(SessionClaims.Kind) == nameof(ActorKind.ApiKey) ? ActorKind.ApiKey : ActorKind.User;
        return new Actor(name, role, kind) { Owner = user.FindFirstValue(SessionClaims.Owner) };
    }
}
