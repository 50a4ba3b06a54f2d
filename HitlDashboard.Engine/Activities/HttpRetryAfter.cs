namespace HitlDashboard.Engine.Activities;

/// <summary>Reads how long a server asks to wait.</summary>
internal static class HttpRetryAfter
{
    /// <summary>The time from now, never negative, or null where the server did not say.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider clock)
    {
        var value = response.Headers.RetryAfter;
        var wait = value?.Delta ?? (value?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
