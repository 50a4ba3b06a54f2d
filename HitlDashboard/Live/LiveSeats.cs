using System.Security.Claims;
using System.Threading.RateLimiting;
using HitlDashboard.SignIn;

namespace HitlDashboard.Live;

/// <summary>How many live connections (streams and hub) one user or key may hold, so that nobody uses up the server's.</summary>
internal sealed class LiveSeats : IDisposable
{
    public const int PerCaller = 100;

    private readonly PartitionedRateLimiter<ClaimsPrincipal> _seats = PartitionedRateLimiter.Create<ClaimsPrincipal, string>(user =>
        RateLimitPartition.GetConcurrencyLimiter(
            $"{user.FindFirstValue(SessionClaims.Kind)}:{user.Identity?.Name}", _ => new ConcurrencyLimiterOptions { PermitLimit = PerCaller }));

    /// <summary>A seat, given back when it is disposed; null where all are taken.</summary>
    public IDisposable? Take(ClaimsPrincipal user)
    {
        var lease = _seats.AttemptAcquire(user);
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        return null;
    }

    public void Dispose() => _seats.Dispose();
}
