using System.Globalization;

namespace HitlDashboard.Runs;

/// <summary>A size in the unit that people read: "512 B", "1.4 MB". A kilobyte is 1,000 bytes.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        if (bytes < 1000)
        {
            return $"{bytes} B";
        }

        var (value, unit) = (bytes / 1000.0, 0);
        while (value >= 999.95 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1000, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}
