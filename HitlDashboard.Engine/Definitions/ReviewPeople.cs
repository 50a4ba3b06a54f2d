using System.Globalization;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Whose approval does not count, so that no one person can let their own work pass.</summary>
public enum ExcludedPerson
{
    /// <summary>Who started the run.</summary>
    Starter,

    /// <summary>Who changed the content that is to be approved.</summary>
    Amender,

    /// <summary>Who decided an earlier round of this task, or a step that comes before it.</summary>
    PreviousReviewer,
}

/// <summary>When a review's people are reminded. Exactly one of the two is set.</summary>
/// <param name="Share">The share of the time to decide that has passed, above 0 and below 1.</param>
/// <param name="Before">How long before the due time.</param>
public sealed record Reminder(double? Share, TimeSpan? Before)
{
    /// <summary>Reads <c>50%</c> or a duration as <c>1h</c>; null for anything else, also for 0% and 100%.</summary>
    public static Reminder? Read(string text)
    {
        if (!text.EndsWith('%'))
        {
            return Durations.TryParse(text, out var before) && before > TimeSpan.Zero ? new Reminder(null, before) : null;
        }

        return double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100
            ? new Reminder(percent / 100, null)
            : null;
    }
}
