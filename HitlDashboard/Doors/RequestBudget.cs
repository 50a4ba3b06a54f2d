using System.Globalization;
using System.Threading.RateLimiting;

namespace HitlDashboard.Doors;

/// <summary>How fast one user or key may ask: a bucket of tokens each, filled steadily. Whoever is not signed in shares a bucket with their address.</summary>
internal sealed class RequestBudget : IDisposable
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);

    private readonly PartitionedRateLimiter<HttpContext> _buckets;

    public RequestBudget(ApiOptions options) => _buckets = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetTokenBucketLimiter(Owner(context), _ => Bucket(options)));

    /// <summary>Whether the caller is too fast; then they have their answer.</summary>
    public async Task<bool> RefusesAsync(HttpContext context)
    {
        using var lease = _buckets.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            return false;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        await Problem.Of(429, "too-many-requests", $"Too many requests; try again in {wait} s.").WriteAsync(context);
        return true;
    }

    public void Dispose() => _buckets.Dispose();

    private static string Owner(HttpContext context) => context.User.Identity is { IsAuthenticated: true, Name: { } name }
        ? $"{context.User.FindFirst(SignIn.SessionClaims.Kind)?.Value}:{name}"
        : $"address:{context.Connection.RemoteIpAddress}";

    private static TokenBucketRateLimiterOptions Bucket(ApiOptions options)
    {
        var perRefill = options.RequestsPerSecond * Refill.TotalSeconds;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = Math.Max(1, (int)perRefill),
            ReplenishmentPeriod = perRefill >= 1 ? Refill : TimeSpan.FromSeconds(1.0 / options.RequestsPerSecond),
            QueueLimit = 0,
        };
    }
}
