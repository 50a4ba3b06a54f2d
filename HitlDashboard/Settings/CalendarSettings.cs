using System.Globalization;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Settings;

/// <summary>Reads <c>Calendars:*</c> and <c>Queues:*</c>: business hours by name, and which queue keeps which.</summary>
internal sealed class CalendarSettings(IConfiguration configuration, List<string> mistakes)
{
    private static readonly string[] Keys = ["TimeZone", "Hours", "Holidays"];

    public Dictionary<string, BusinessCalendar> Calendars()
    {
        var calendars = new Dictionary<string, BusinessCalendar>(StringComparer.Ordinal);
        foreach (var section in configuration.GetSection("Calendars").GetChildren())
        {
            CheckKeys(section, Keys);
            if (section.Key == BusinessCalendar.AlwaysName)
            {
                mistakes.Add($"{section.Path} has the name of the calendar that is always there, round the clock: choose another.");
            }
            else if (Calendar(section) is { } calendar)
            {
                calendars[section.Key] = calendar;
            }
        }

        return calendars;
    }

    public Dictionary<string, string> OfQueues(IReadOnlyCollection<string> calendars)
    {
        var queues = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in configuration.GetSection("Queues").GetChildren())
        {
            CheckKeys(section, ["Calendar"]);
            var name = section["Calendar"] ?? "";
            if (name == BusinessCalendar.AlwaysName || calendars.Contains(name))
            {
                queues[section.Key] = name;
            }
            else
            {
                mistakes.Add($"{section.Path}:Calendar is '{name}', and there is no such calendar: write one of {string.Join(", ", calendars.Append(BusinessCalendar.AlwaysName))}.");
            }
        }

        return queues;
    }

    private BusinessCalendar? Calendar(IConfigurationSection section)
    {
        var before = mistakes.Count;
        var zone = Zone(section);
        var hours = Values(section, "Hours").SelectMany(text => Hours(section, text)).ToList();
        var holidays = Values(section, "Holidays").Select(text => Holiday(section, text)).OfType<DateOnly>().ToHashSet();
        if (mistakes.Count > before)
        {
            return null;
        }

        try
        {
            return new BusinessCalendar(zone!, hours, holidays);
        }
        catch (ArgumentException wrong)
        {
            mistakes.Add($"{section.Path}:Hours: {wrong.Message.Split(" (Parameter", StringSplitOptions.None)[0]}");
            return null;
        }
    }

    private TimeZoneInfo? Zone(IConfigurationSection section)
    {
        var name = section["TimeZone"] ?? "";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        mistakes.Add($"{section.Path}:TimeZone is '{name}', which this machine does not know: write for example Europe/Berlin.");
        return null;
    }

    private IReadOnlyList<BusinessHours> Hours(IConfigurationSection section, string text)
    {
        var hours = BusinessHours.Read(text);
        if (hours.Count == 0)
        {
            mistakes.Add($"{section.Path}:Hours holds '{text}': write for example Mon-Fri 09:00-17:00.");
        }

        return hours;
    }

    private DateOnly? Holiday(IConfigurationSection section, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        mistakes.Add($"{section.Path}:Holidays holds '{text}': write a day as 2030-12-25.");
        return null;
    }

    // One value in place of a list is a list of one, as Calendars__office__Holidays=2030-12-25 in the environment.
    private static IEnumerable<string> Values(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } single ? [single] : section.GetSection(key).GetChildren().Select(child => child.Value ?? "");

    private void CheckKeys(IConfigurationSection section, string[] known)
    {
        foreach (var key in section.GetChildren().Select(child => child.Key).Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            mistakes.Add($"The setting {section.Path}:{key} is unknown: expected {string.Join(" or ", known)}.");
        }
    }
}
