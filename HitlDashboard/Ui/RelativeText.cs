namespace HitlDashboard.Ui;

/// <summary>"3 min ago", "in 2 h": the same words as wwwroot/time.js, which goes on ticking.</summary>
public static class RelativeText
{
    public static string Of(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = now - at;
        return distance < TimeSpan.Zero ? $"in {Length(-distance)}" : $"{Length(distance)} ago";
    }

    /// <summary>A length in its one or two largest fitting units: "42 s", "3 min", "5 h 10 min", "3 d 4 h".</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => $"{(int)length.TotalSeconds} s",
        { TotalHours: < 1 } => $"{(int)length.TotalMinutes} min",
        { TotalDays: < 1, Minutes: 0 } => $"{(int)length.TotalHours} h",
        { TotalDays: < 1 } => $"{(int)length.TotalHours} h {length.Minutes} min",
        { Hours: 0 } => $"{(int)length.TotalDays} d",
        _ => $"{(int)length.TotalDays} d {length.Hours} h",
    };
}
