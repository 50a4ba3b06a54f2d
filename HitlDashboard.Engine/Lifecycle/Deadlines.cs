using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>The instants of a review, counted from when it opened or was escalated.</summary>
/// <param name="DueAt">When it should be decided, or null.</param>
/// <param name="ExpiresAt">When <c>onTimeout</c> applies, or null.</param>
/// <param name="Reminders">In order, all before <paramref name="DueAt"/>.</param>
public sealed record Deadlines(DateTimeOffset? DueAt, DateTimeOffset? ExpiresAt, IReadOnlyList<DateTimeOffset> Reminders)
{
    /// <summary>Counts. Shares and times before due are working time of the calendar, as the time to decide is.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="calendar">The business hours that count.</param>
    /// <param name="now">From when.</param>
    public static Deadlines From(ReviewRequest request, BusinessCalendar calendar, DateTimeOffset now)
    {
        if (request.Due is not { } within)
        {
            return new Deadlines(null, null, []);
        }

        var due = calendar.Add(now, within);
        var reminders = request.Reminders
            .Select(reminder => reminder.Share is { } share ? within * share : within - reminder.Before!.Value)
            .Where(span => span > TimeSpan.Zero && span < within)
            .Select(span => calendar.Add(now, span)).Where(instant => instant < due).Distinct().Order();
        return new Deadlines(due, request.OnTimeout is null ? null : due, [.. reminders]);
    }

    /// <summary>By when somebody should look: the due time, or eight hours after it opened; risk and priority bring it forward.</summary>
    public static DateTimeOffset UrgentAt(DateTimeOffset? dueAt, Risk risk, int priority, DateTimeOffset openedAt)
    {
        var tier = risk switch { Risk.Low => 0, Risk.Medium => 1, Risk.High => 3, Risk.Critical => 6 };
        return (dueAt ?? openedAt.AddHours(8)) - TimeSpan.FromHours(tier) - TimeSpan.FromMinutes(6 * priority);
    }
}
