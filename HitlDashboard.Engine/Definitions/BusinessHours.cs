using System.Globalization;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Hours of one day of the week.</summary>
/// <param name="Day">The day.</param>
/// <param name="From">When work begins, from midnight.</param>
/// <param name="To">When it ends, after <paramref name="From"/>, at most 24 hours.</param>
public sealed record BusinessHours(DayOfWeek Day, TimeSpan From, TimeSpan To)
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    /// <summary>Reads <c>Mon-Fri 09:00-17:00</c> or <c>Sat 10:00-14:00</c>; a range may go over the weekend. Empty for anything else.</summary>
    public static IReadOnlyList<BusinessHours> Read(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var hours]
            || days.Split('-') is not { Length: 1 or 2 } ends || ends.Any(end => Array.IndexOf(Days, end) < 0)
            || hours.Split('-') is not [var from, var to] || Time(from) is not { } begin || Time(to) is not { } end || begin >= end)
        {
            return [];
        }

        var (first, last) = (Array.IndexOf(Days, ends[0]), Array.IndexOf(Days, ends[^1]));
        return [.. Enumerable.Range(first, ((last - first + 7) % 7) + 1).Select(day => new BusinessHours((DayOfWeek)(day % 7), begin, end))];
    }

    /// <summary>As it is read.</summary>
    public override string ToString() => $"{Days[(int)Day]} {Text(From)}-{Text(To)}";

    private static TimeSpan? Time(string text) => text == "24:00" ? TimeSpan.FromDays(1)
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan()
        : null;

    private static string Text(TimeSpan time) => time == TimeSpan.FromDays(1) ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);
}
