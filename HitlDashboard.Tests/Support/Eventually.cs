namespace HitlDashboard.Tests.Support;

/// <summary>Waits for a fact, never for time alone. The deadline only ends a test that would wait for ever: it says nothing about speed.</summary>
public static class Eventually
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">The fact did not come true in time.</exception>
    public static Task IsTrueAsync(Func<bool> fact, string what, TimeSpan? deadline = null) =>
        IsTrueAsync(() => Task.FromResult(fact()), what, deadline);

    /// <inheritdoc cref="IsTrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task IsTrueAsync(Func<Task<bool>> fact, string what, TimeSpan? deadline = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await fact())
        {
            if (TimeProvider.System.GetElapsedTime(start) > (deadline ?? Deadline))
            {
                throw new TimeoutException($"Not in time: {what}.");
            }

            await Task.Delay(10);
        }
    }
}
