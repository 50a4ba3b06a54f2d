namespace HitlDashboard.Tests.Engine.Links;

/// <summary>
/// When a cron text happens, worked out the slow way and sharing nothing with the engine: every minute of the wall clock is looked at. A minute that the clock leaves out happens when it goes on;
/// one that it shows twice happens the first time, or both times where the hour is <c>*</c>.
/// </summary>
internal static class WallClock
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static IReadOnlyList<DateTimeOffset> Between(string cron, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var fields = cron.Split(' ');
        var found = new SortedSet<DateTimeOffset>();
        var last = to.UtcDateTime.AddDays(1);
        for (var wall = DateTime.SpecifyKind(from.UtcDateTime.Date.AddDays(-1), DateTimeKind.Unspecified); wall < last; wall = wall.AddMinutes(1))
        {
            if (Matches(fields, wall))
            {
                found.UnionWith(Instants(zone, wall, fields[2] == "*"));
            }
        }

        return [.. found.Where(instant => instant > from && instant <= to)];
    }

    private static IEnumerable<DateTimeOffset> Instants(TimeZoneInfo zone, DateTime wall, bool isEveryHour)
    {
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(1);
        }

        if (!zone.IsAmbiguousTime(wall))
        {
            return [new DateTimeOffset(wall, zone.GetUtcOffset(wall)).ToUniversalTime()];
        }

        var passes = zone.GetAmbiguousTimeOffsets(wall).OrderDescending().Select(offset => new DateTimeOffset(wall, offset).ToUniversalTime());
        return isEveryHour ? passes : passes.Take(1);
    }

    private static bool Matches(string[] fields, DateTime wall) =>
        fields[0] == "0" && Matches(fields[1], wall.Minute, 59) && Matches(fields[2], wall.Hour, 23) && Matches(fields[4], wall.Month, 12)
        && Matches(fields[3] == "L" ? DateTime.DaysInMonth(wall.Year, wall.Month).ToString() : fields[3], wall.Day, 31)
        && Matches(Numbers(fields[5]), (int)wall.DayOfWeek + 1, 7);

    private static string Numbers(string field) => Days.Index().Aggregate(field, (text, day) => text.Replace(day.Item, (day.Index + 1).ToString()));

    private static bool Matches(string field, int value, int most) => field is "*" or "?" || field.Split(',').Any(part =>
    {
        var (range, step) = part.Split('/') is [var whole, var every] ? (whole, int.Parse(every)) : (part, 1);
        var (low, high) = range.Split('-') is [var first, var second] ? (int.Parse(first), int.Parse(second))
            : range == "*" ? (0, most)
            : (int.Parse(range), part.Contains('/') ? most : int.Parse(range));
        return value >= low && value <= high && (value - low) % step == 0;
    });
}
