namespace HitlDashboard.Engine.Definitions;

/// <summary>When people work: weekly hours in a time zone, without the holidays. Pure; daylight-saving changes neither lose nor win time.</summary>
public sealed class BusinessCalendar
{
    /// <summary>The name that every installation knows: round the clock.</summary>
    public const string AlwaysName = "always";

    private const int MostDays = 3700;

    private readonly TimeZoneInfo _zone;
    private readonly ILookup<DayOfWeek, BusinessHours> _week;
    private readonly IReadOnlySet<DateOnly> _holidays;

    /// <summary>Makes a calendar.</summary>
    /// <param name="zone">Where the hours are local time.</param>
    /// <param name="hours">The weekly hours; at least one. Hours of one day may not overlap.</param>
    /// <param name="holidays">Days without hours, in the zone.</param>
    /// <exception cref="ArgumentException">There are no hours, or hours overlap.</exception>
    public BusinessCalendar(TimeZoneInfo zone, IReadOnlyCollection<BusinessHours> hours, IReadOnlySet<DateOnly> holidays)
    {
        if (hours.Count == 0)
        {
            throw new ArgumentException("A calendar needs at least one day with hours, as Mon-Fri 09:00-17:00.", nameof(hours));
        }

        var inOrder = hours.OrderBy(some => some.Day).ThenBy(some => some.From).ToList();
        if (inOrder.Zip(inOrder.Skip(1)).FirstOrDefault(pair => pair.First.Day == pair.Second.Day && pair.Second.From < pair.First.To) is ({ } first, { } second))
        {
            throw new ArgumentException($"The hours {first} and {second} overlap.", nameof(hours));
        }

        (_zone, _week, _holidays) = (zone, inOrder.ToLookup(some => some.Day), holidays);
    }

    /// <summary>Round the clock, every day.</summary>
    public static BusinessCalendar Always { get; } = new(
        TimeZoneInfo.Utc, [.. Enum.GetValues<DayOfWeek>().Select(day => new BusinessHours(day, TimeSpan.Zero, TimeSpan.FromDays(1)))], new HashSet<DateOnly>());

    /// <summary>The instant at which that much working time has passed since a start. The start may lie outside the hours.</summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan work)
    {
        var left = work;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, _zone).DateTime);
        for (var last = day.AddDays(MostDays); day < last; day = day.AddDays(1))
        {
            foreach (var hours in _holidays.Contains(day) ? [] : _week[day.DayOfWeek])
            {
                var (open, close) = (Instant(day, hours.From), Instant(day, hours.To));
                var from = start > open ? start : open;
                if (from < close && left <= close - from)
                {
                    return (from + left).ToUniversalTime();
                }

                left -= from < close ? close - from : TimeSpan.Zero;
            }
        }

        // Ten years of holidays: whoever set that gets the plain time.
        return (start + work).ToUniversalTime();
    }

    /// <summary>A local time as an instant: one that a clock change skips is as far behind midnight as it says, of one that comes twice the first is meant.</summary>
    private DateTimeOffset Instant(DateOnly day, TimeSpan time)
    {
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        var offset = _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.IsInvalidTime(local) ? _zone.GetUtcOffset(local.AddHours(-3))
            : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
