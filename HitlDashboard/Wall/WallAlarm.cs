using HitlDashboard.Engine.Analytics;
using HitlDashboard.Ui;

namespace HitlDashboard.Wall;

/// <summary>From when a number on the wall calls for somebody. Each alarm is a word and a border as well as a colour.</summary>
public static class WallAlarm
{
    /// <summary>An oldest wait from here on is long.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>An oldest wait from here on is too long.</summary>
    public static readonly TimeSpan TooLongWait = TimeSpan.FromHours(1);

    public static Tone OfWaiting(WallFigures figures) => figures switch
    {
        { Overdue: > 0 } => Tone.Bad,
        { Waiting: > 0 } => Tone.Waiting,
        _ => Tone.Neutral,
    };

    public static Tone OfOldest(WallFigures figures) => (figures.At - figures.OldestSince) switch
    {
        null => Tone.Neutral,
        { } wait when wait >= TooLongWait => Tone.Bad,
        { } wait when wait >= LongWait => Tone.Warning,
        _ => Tone.Neutral,
    };

    public static Tone OfFailed(WallFigures figures) => figures.FailedLastHour > 0 ? Tone.Bad : Tone.Neutral;

    public static Tone OfReview(UrgentReview review, DateTimeOffset now) => review switch
    {
        { DueAt: { } due } when due <= now => Tone.Bad,
        { Risk: "High" or "Critical" } => Tone.Warning,
        _ => Tone.Neutral,
    };
}
