using HitlDashboard.Engine.Analytics;
using HitlDashboard.Tests.Support;
using HitlDashboard.Ui;
using HitlDashboard.Wall;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Wall;

public sealed class WallAlarmTests
{
    private static readonly WallFigures Quiet = Figures.Quiet;

    [Theory]
    [InlineData(0, 0, Tone.Neutral)]
    [InlineData(3, 0, Tone.Waiting)]
    [InlineData(3, 1, Tone.Bad)]
    public void OfWaiting_Counts_DecideTheTone(int waiting, int overdue, Tone expected) =>
        Assert.Equal(expected, WallAlarm.OfWaiting(Quiet with { Waiting = waiting, Overdue = overdue }));

    [Theory]
    [InlineData(null, Tone.Neutral)]
    [InlineData(14, Tone.Neutral)]
    [InlineData(15, Tone.Warning)]
    [InlineData(59, Tone.Warning)]
    [InlineData(60, Tone.Bad)]
    public void OfOldest_Minutes_DecideTheTone(int? minutes, Tone expected) =>
        Assert.Equal(expected, WallAlarm.OfOldest(Quiet with { OldestSince = minutes is { } wait ? Quiet.At.AddMinutes(-wait) : null }));

    [Theory]
    [InlineData("Low", null, Tone.Neutral)]
    [InlineData("Critical", null, Tone.Warning)]
    [InlineData("Low", -1, Tone.Bad)]
    [InlineData("Low", 1, Tone.Neutral)]
    public void OfReview_RiskAndDueTime_DecideTheTone(string risk, int? dueInMinutes, Tone expected) =>
        Assert.Equal(expected, WallAlarm.OfReview(Figures.Urgent(1) with { Risk = risk, DueAt = dueInMinutes is { } due ? FixedClock.Noon.AddMinutes(due) : null }, FixedClock.Noon));
}
