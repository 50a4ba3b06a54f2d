using System.Globalization;

namespace HitlDashboard.Wall;

/// <summary>Numbers and lengths as a room reads them: few characters, the unit smaller than the digits.</summary>
public static class WallText
{
    /// <summary>A count with thousands separators; a million and more in millions.</summary>
    public static string Count(int value) => value < 1_000_000
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{value / 1_000_000.0:0.0}M");

    /// <summary>A wait in at most two units: digits and unit, largest first. From ten hours on minutes, from ten days on hours do not matter.</summary>
    public static IReadOnlyList<(int Number, string Unit)> Wait(TimeSpan length)
    {
        length = length < TimeSpan.Zero ? TimeSpan.Zero : length;
        return length switch
        {
            { TotalMinutes: < 1 } => [(length.Seconds, "s")],
            { TotalHours: < 1 } => [(length.Minutes, "min")],
            { TotalHours: >= 10, TotalDays: < 1 } or { TotalDays: < 1, Minutes: 0 } => [(length.Hours, "h")],
            { TotalDays: < 1 } => [(length.Hours, "h"), (length.Minutes, "min")],
            { TotalDays: >= 10 } or { Hours: 0 } => [((int)length.TotalDays, "d")],
            _ => [(length.Days, "d"), (length.Hours, "h")],
        };
    }

    /// <summary>The same in one text: "5 h 10 min".</summary>
    public static string WaitText(TimeSpan length) => string.Join(' ', Wait(length).Select(part => $"{part.Number} {part.Unit}"));
}
