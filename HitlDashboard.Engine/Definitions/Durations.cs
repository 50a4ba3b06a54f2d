using System.Globalization;
using System.Xml;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Durations as people write them: <c>500ms</c>, <c>90s</c>, <c>5m</c>, <c>4h</c>, <c>2d</c>, or ISO 8601 (<c>PT90S</c>).</summary>
public static class Durations
{
    /// <summary>Reads a duration; false for anything else, for a negative one and for more than 3,650 days.</summary>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        text = text?.Trim() ?? "";
        return (text.StartsWith('P') ? TryIso(text, out value) : TryShort(text, out value)) && value >= TimeSpan.Zero && value.TotalDays <= 3650;
    }

    /// <summary>Writes a duration as ISO 8601.</summary>
    public static string ToIso(TimeSpan value) => XmlConvert.ToString(value);

    private static bool TryShort(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (digits == 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1e9)
        {
            return false;
        }

        double? milliseconds = text[digits..] switch
        {
            "ms" => number,
            "s" => number * 1000,
            "m" => number * 60_000,
            "h" => number * 3_600_000,
            "d" => number * 86_400_000,
            _ => null,
        };
        value = TimeSpan.FromMilliseconds(Math.Min(milliseconds ?? 0, 1e12));
        return milliseconds is not null;
    }

    private static bool TryIso(string text, out TimeSpan value)
    {
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            value = TimeSpan.Zero;
            return false;
        }
    }
}
