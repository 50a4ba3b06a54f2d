using System.Buffers.Text;
using System.Text;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Opaque places in an ordered list: the last row's sort values, so that rows added or removed meanwhile shift nothing.</summary>
internal static class Cursor
{
    public static string Write(long sort, long number) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{sort}.{number}"));

    /// <exception cref="FormatException">The text is not a cursor.</exception>
    public static (long Sort, long Number) Read(string text)
    {
        try
        {
            var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.');
            return (long.Parse(parts[0]), long.Parse(parts[1]));
        }
        catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("The cursor is not one that this list gave; leave it out to begin with the first page.", exception);
        }
    }
}
