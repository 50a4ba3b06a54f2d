using System.Globalization;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Settings;

/// <summary>Reads single settings by the shape that they must have; what does not fit becomes a mistake, one sentence each, and a harmless value.</summary>
internal sealed class SettingValues(IConfiguration configuration, string home, List<string> mistakes)
{
    /// <summary>Null where it is missing or empty.</summary>
    public string? Text(string key) => configuration[key] is { Length: > 0 } value ? value : null;

    /// <summary>A whole path; relative ones begin at the home folder.</summary>
    public string Folder(string key, string fallback)
    {
        var value = Text(key) ?? fallback;
        if (!value.Contains('\0', StringComparison.Ordinal))
        {
            return System.IO.Path.GetFullPath(value, home);
        }

        mistakes.Add($"{key} is no path: write the name of a folder or file.");
        return home;
    }

    /// <summary>Null where it is missing; else a whole path, as <see cref="Folder"/>.</summary>
    public string? Path(string key) => Text(key) is null ? null : Folder(key, "");

    /// <summary>The fallback where it is missing.</summary>
    public int Number(string key, int fallback, int least, int most)
    {
        if (Text(key) is not { } value)
        {
            return fallback;
        }

        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        mistakes.Add($"{key} is '{value}': write a number from {least} to {most}.");
        return fallback;
    }

    /// <summary>Null where it is missing.</summary>
    public TimeSpan? Length(string key, TimeSpan least)
    {
        if (Text(key) is not { } value)
        {
            return null;
        }

        if (Durations.TryParse(value, out var length) && length >= least)
        {
            return length;
        }

        mistakes.Add($"{key} is '{value}': write a duration of at least {least.TotalDays:0}d, as 90d.");
        return null;
    }

    /// <summary>False where it is missing.</summary>
    public bool Flag(string key)
    {
        if (Text(key) is not { } value || bool.TryParse(value, out var flag) && !flag)
        {
            return false;
        }

        if (!bool.TryParse(value, out _))
        {
            mistakes.Add($"{key} is '{value}': write true or false.");
        }

        return true;
    }

    /// <summary>Null where it is missing.</summary>
    public Uri? Address(string key)
    {
        if (Text(key) is not { } value)
        {
            return null;
        }

        if (Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        mistakes.Add($"{key} is '{value}': write an address that starts with http:// or https://.");
        return null;
    }

    /// <summary>Null where it is missing. Its text is never repeated.</summary>
    public string? Secret(string key, int shortest)
    {
        var value = Text(key);
        if (value?.Length < shortest)
        {
            // The value itself is a secret and stays out of the message.
            mistakes.Add($"{key} has {value.Length} characters: it needs at least {shortest}.");
        }

        return value;
    }

    /// <summary>Empty where it is missing.</summary>
    public List<string> List(string key)
    {
        var values = configuration.GetSection(key).GetChildren().Select(child => child.Value ?? "").ToList();
        if (values.Any(string.IsNullOrWhiteSpace))
        {
            mistakes.Add($"{key} holds an empty entry: remove it.");
        }

        return values;
    }
}
