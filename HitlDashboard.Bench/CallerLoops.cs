namespace HitlDashboard.Bench;

/// <summary>Several callers that share a number of calls.</summary>
internal static class CallerLoops
{
    /// <summary>Makes the calls, from 0, as many at once as there are callers.</summary>
    public static Task EachAsync(this int callers, int calls, Func<int, Task> call)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (var place = Interlocked.Increment(ref next); place < calls; place = Interlocked.Increment(ref next))
            {
                await call(place);
            }
        }));
    }
}
