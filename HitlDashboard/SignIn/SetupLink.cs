using System.Security.Cryptography;
using System.Text;

namespace HitlDashboard.SignIn;

/// <summary>The one-time link by which the first administrator is made: 256 random bits, 30 minutes, gone once used.</summary>
internal sealed class SetupLink(TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private readonly Lock _gate = new();
    private byte[]? _token;
    private DateTimeOffset _expiresAt;

    /// <summary>Makes a new token; the one before is void.</summary>
    public string Renew()
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        lock (_gate)
        {
            _token = Encoding.ASCII.GetBytes(token);
            _expiresAt = clock.GetUtcNow() + Lifetime;
        }

        return token;
    }

    public bool IsValid(string? token)
    {
        lock (_gate)
        {
            return token is not null && _token is not null && clock.GetUtcNow() < _expiresAt
                && CryptographicOperations.FixedTimeEquals(_token, Encoding.ASCII.GetBytes(token));
        }
    }

    /// <summary>No token is valid any more.</summary>
    public void Void()
    {
        lock (_gate)
        {
            _token = null;
        }
    }
}
