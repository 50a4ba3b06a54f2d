using System.Text.Json;

namespace HitlDashboard.Engine.Activities;

/// <summary>What one attempt of an activity learned.</summary>
public abstract record ActivityOutcome
{
    private ActivityOutcome()
    {
    }

    /// <summary>It produced an output.</summary>
    /// <param name="Output">JSON, at most 1 MiB as text.</param>
    /// <param name="Confidence">0 to 1 where the activity knows one, or null.</param>
    public sealed record Produced(JsonElement Output, double? Confidence = null) : ActivityOutcome;

    /// <summary>It did not.</summary>
    /// <param name="Code">Stable and short: <c>http 503</c>, <c>exit-code</c>, <c>not-allowed</c>.</param>
    /// <param name="Message">A sentence that says what happened and what to do.</param>
    /// <param name="Retryable">Whether trying again may help.</param>
    /// <param name="RetryAfter">The earliest that trying again makes sense, or null.</param>
    public sealed record Failed(string Code, string Message, bool Retryable, TimeSpan? RetryAfter = null) : ActivityOutcome;
}
