namespace HitlDashboard.Engine.Definitions;

/// <summary>How often an activity is tried and how long to wait between attempts.</summary>
public sealed record RetryPolicy
{
    /// <summary>One attempt, no retry.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>Attempts in all, 1 to 100, default 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The wait before attempt two. Default 1 s.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By what the wait grows each time, 1 to 10, default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait. Default 5 minutes.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>By what share the wait is varied at random, 0 to 1, default 0.1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Error codes that are retried (<c>timeout</c>, <c>http 5xx</c>, a code); empty means whatever the activity calls retryable.</summary>
    public IReadOnlyList<string> On { get; init; } = [];

    /// <summary>The wait after <paramref name="attempt"/> failed.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="chance">A draw from 0 to 1 that places the wait within its jitter; drawn once by the caller and recorded with the due time.</param>
    public TimeSpan DelayAfter(int attempt, double chance)
    {
        var seconds = Math.Min(MaxDelay.TotalSeconds, Delay.TotalSeconds * Math.Pow(Factor, Math.Min(attempt - 1, 64)));
        return TimeSpan.FromSeconds(seconds * (1 + (Jitter * ((2 * chance) - 1))));
    }

    /// <summary>Whether an attempt that failed so may be tried again.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="code">The failure's code.</param>
    /// <param name="retryable">Whether the activity thinks that trying again may help.</param>
    public bool Allows(int attempt, string code, bool retryable) =>
        attempt < Attempts && (On.Count == 0 ? retryable : On.Any(pattern => Matches(pattern, code)));

    private static bool Matches(string pattern, string code) =>
        pattern.EndsWith("xx", StringComparison.Ordinal)
            ? code.Length == pattern.Length && code.StartsWith(pattern[..^2], StringComparison.Ordinal)
            : string.Equals(pattern, code, StringComparison.Ordinal);
}
