using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.SignIn;

/// <summary>What a signed-in person's cookie or a key's request says about them.</summary>
internal static class SessionClaims
{
    /// <summary>How they signed in: the name of an <see cref="ActorKind"/>.</summary>
    public const string Kind = "hitl:kind";

    /// <summary>The person whom a key belongs to, where that is known.</summary>
    public const string Owner = "hitl:owner";

    /// <summary>Changes with password and role, and ends the sessions from before.</summary>
    public const string Stamp = "hitl:stamp";

    /// <summary>One sign-in; signing out ends it for good.</summary>
    public const string Session = "hitl:session";

    /// <summary>When the session ends, in Unix seconds: a circuit outlives the cookie that opened it.</summary>
    public const string Until = "hitl:until";

    public static ClaimsPrincipal Of(Account account, DateTimeOffset until, string scheme) => Make(scheme,
        new(ClaimTypes.NameIdentifier, account.Id),
        new(ClaimTypes.Name, account.UserName!),
        new(ClaimTypes.Role, account.Role),
        new(Kind, nameof(ActorKind.User)),
        new(Stamp, account.SecurityStamp!),
        new(Until, until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new(Session, RandomNumberGenerator.GetHexString(32, lowercase: true)));

    public static ClaimsPrincipal Of(AccountRoster.Key key, string scheme) => Make(scheme,
    [
        new(ClaimTypes.NameIdentifier, key.Id.ToString(CultureInfo.InvariantCulture)),
        new(ClaimTypes.Name, key.Name),
        new(ClaimTypes.Role, key.Role),
        new(Kind, nameof(ActorKind.ApiKey)),
        .. key.Owner is { } owner ? [new Claim(Owner, owner)] : Array.Empty<Claim>(),
    ]);

    private static ClaimsPrincipal Make(string scheme, params Claim[] claims) => new(new ClaimsIdentity(claims, scheme));
}
