using Quartz;

namespace HitlDashboard.Engine.Definitions;

/// <summary>
/// When something is to happen again and again, by a wall clock: Quartz' cron syntax in a time zone. A time that the change to summer time leaves out happens when the clock goes on;
/// a time that happens twice in autumn happens once, unless every hour is meant.
/// </summary>
public sealed class CronSchedule
{
    private static readonly string[] EveryHour = ["*", "*/1", "0/1", "0-23"];

    private readonly CronExpression _expression;
    private readonly bool _isEveryHour;

    private CronSchedule(CronExpression expression, string zone)
    {
        _expression = expression;
        _isEveryHour = expression.CronExpressionString.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var hours, ..] && EveryHour.Contains(hours);
        Zone = zone;
    }

    /// <summary>The cron text as written.</summary>
    public string Text => _expression.CronExpressionString;

    /// <summary>The IANA name of the time zone.</summary>
    public string Zone { get; }

    /// <summary>Reads a cron text.</summary>
    /// <param name="text">Six or seven fields: seconds, minutes, hours, day of month, month, day of week, and optionally the year.</param>
    /// <param name="zone">The time zone, see <see cref="FindZone"/>.</param>
    /// <exception cref="FormatException">It can't be read; the message says why.</exception>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return fields == 5
            ? throw new FormatException("it has 5 fields, expected 6 or 7: seconds, minutes, hours, day of month, month, day of week, and optionally the year")
            : new CronSchedule(new CronExpression(text.Trim(), zone), zone.Id);
    }

    /// <summary>The time zone of this name, or null where this machine knows none.</summary>
    /// <param name="name">An IANA name as <c>Europe/Berlin</c>, or <c>UTC</c>.</param>
    public static TimeZoneInfo? FindZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The first instant after this one, or null where there is none any more.</summary>
    public DateTimeOffset? After(DateTimeOffset instant) => Once(instant, _expression.GetNextValidTimeAfter);

    /// <summary>The last instant before this one, or null where there was none.</summary>
    public DateTimeOffset? Before(DateTimeOffset instant) => Once(instant, _expression.GetPreviousValidTimeBefore);

    // Where it is asked from within an hour that the clock shows twice, the library names the second time too.
    private DateTimeOffset? Once(DateTimeOffset instant, Func<DateTimeOffset, DateTimeOffset?> step)
    {
        var found = step(instant);
        while (!_isEveryHour && found is { } at && IsSecondTime(at))
        {
            found = step(at);
        }

        return found?.ToUniversalTime();
    }

    private bool IsSecondTime(DateTimeOffset instant)
    {
        var wall = TimeZoneInfo.ConvertTime(instant, _expression.TimeZone);
        return _expression.TimeZone.IsAmbiguousTime(wall.DateTime) && wall.Offset == _expression.TimeZone.GetAmbiguousTimeOffsets(wall.DateTime).Min();
    }
}
