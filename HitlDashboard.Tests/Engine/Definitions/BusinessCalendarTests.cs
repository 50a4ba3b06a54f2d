using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Working time, with the nights, weekends, holidays and clock changes that are not in it.</summary>
public sealed class BusinessCalendarTests
{
    private static readonly BusinessCalendar Office = Calendar("Europe/Berlin", ["Mon-Fri 09:00-12:00", "Mon-Fri 13:00-17:00"], "2026-12-25");

    [Theory]
    [InlineData("2026-03-02T09:00", 2, "2026-03-02T11:00")] // a Monday morning
    [InlineData("2026-03-02T11:00", 2, "2026-03-02T14:00")] // over lunch
    [InlineData("2026-03-02T16:00", 2, "2026-03-03T10:00")] // overnight
    [InlineData("2026-03-06T16:00", 2, "2026-03-09T10:00")] // over the weekend
    [InlineData("2026-03-07T10:00", 1, "2026-03-09T10:00")] // begins on a Saturday
    [InlineData("2026-03-02T07:00", 7, "2026-03-02T17:00")] // exactly a day
    [InlineData("2026-12-24T16:00", 2, "2026-12-28T10:00")] // over a holiday and a weekend
    public void Add_CountsWorkingTimeOnly(string from, int hours, string until) =>
        Assert.Equal(At("Europe/Berlin", until), Office.Add(At("Europe/Berlin", from), TimeSpan.FromHours(hours)));

    [Theory]
    [InlineData("2026-03-28T23:00", "2026-03-29T07:00")] // the clock goes forward: 2 h less until the same hour of the wall clock
    [InlineData("2026-10-24T23:00", "2026-10-25T05:00")] // and back
    public void Add_OverAClockChange_CountsRealHours(string from, string until) =>
        Assert.Equal(At("Europe/Berlin", until), Calendar("Europe/Berlin", ["Mon-Sun 00:00-24:00"]).Add(At("Europe/Berlin", from), TimeSpan.FromHours(7)));

    [Fact]
    public void Add_HoursInsideTheGap_AreNotLost()
    {
        var night = Calendar("Europe/Berlin", ["Sun 02:00-02:30"]);

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), night.Add(At("Europe/Berlin", "2026-03-28T12:00"), TimeSpan.FromMinutes(30)));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), night.Add(At("Europe/Berlin", "2026-10-24T12:00"), TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Add_RoundTheClock_IsPlainTime()
    {
        var start = new DateTimeOffset(2026, 3, 29, 0, 30, 17, TimeSpan.Zero);

        Assert.All([TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), TimeSpan.FromDays(40)], span => Assert.Equal(start + span, BusinessCalendar.Always.Add(start, span)));
    }

    [Theory]
    [InlineData("Mon-Fri 09:00-17:00", 5)]
    [InlineData("Sat-Mon 00:00-24:00", 3)]
    [InlineData("Sun 10:00-14:30", 1)]
    [InlineData("Mon-Fri 17:00-09:00", 0)]
    [InlineData("Monday 09:00-17:00", 0)]
    [InlineData("Mon 9-17", 0)]
    [InlineData("Mon-Tue-Wed 09:00-17:00", 0)]
    [InlineData("Mon", 0)]
    public void Read_Hours_OrNothing(string text, int days) => Assert.Equal(days, BusinessHours.Read(text).Count);

    [Fact]
    public void Calendar_WithoutHours_OrWithOverlap_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Calendar("Europe/Berlin", []));
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => Calendar("Europe/Berlin", ["Mon 09:00-12:00", "Mon-Tue 11:00-13:00"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deadlines_OfACalendar_CountSharesInWorkingTime()
    {
        var request = new ReviewRequest
        {
            Subject = ReviewSubject.Output, Title = "t", Kind = ArtifactKind.Text, Content = EngineJson.Empty, Subjected = EngineJson.Empty, Allowed = [], Queue = "q", Risk = Risk.Low, UndoSeconds = 8,
            Due = TimeSpan.FromHours(4), OnTimeout = TimeoutRule.Reject, Reminders = [Reminder.Read("50%")!, Reminder.Read("1h")!],
        };

        var deadlines = Deadlines.From(request, Office, At("Europe/Berlin", "2026-03-06T15:00"));

        Assert.Equal(At("Europe/Berlin", "2026-03-09T11:00"), deadlines.DueAt);
        Assert.Equal(deadlines.DueAt, deadlines.ExpiresAt);
        Assert.Equal([At("Europe/Berlin", "2026-03-06T17:00"), At("Europe/Berlin", "2026-03-09T10:00")], deadlines.Reminders);
    }

    private static BusinessCalendar Calendar(string zone, string[] hours, params string[] holidays) => new(
        TimeZoneInfo.FindSystemTimeZoneById(zone), [.. hours.SelectMany(BusinessHours.Read)],
        holidays.Select(day => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet());

    private static DateTimeOffset At(string zone, string local)
    {
        var time = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(time));
    }
}
