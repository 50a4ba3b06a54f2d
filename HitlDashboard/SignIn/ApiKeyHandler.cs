using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HitlDashboard.SignIn;

/// <summary>Reads <c>Authorization: Bearer &lt;key&gt;</c>; a key anywhere else (query, cookie) is not looked at.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiKey";
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        return await keys.FindAsync(header[Prefix.Length..].Trim()) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(SessionClaims.Of(key, Scheme), Scheme))
            : AuthenticateResult.Fail("The key is unknown, revoked or expired.");
    }
}
