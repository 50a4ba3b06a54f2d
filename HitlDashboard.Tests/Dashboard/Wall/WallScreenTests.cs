using Bunit;
using HitlDashboard.Engine.Analytics;
using HitlDashboard.Tests.Support;
using HitlDashboard.Wall;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Wall;

public sealed class WallScreenTests
{
    [Fact]
    public void Screen_NothingWaits_SaysSoInWords()
    {
        using var bench = new PageBench();

        var screen = Render(bench, Figures.Quiet);

        Assert.Equal(["0", "none", "0", "0", "0"], screen.FindAll(".wall-digits").Select(digits => digits.TextContent));
        Assert.Equal("Nobody is waited for", screen.Find(".urgent-none span").TextContent);
        Assert.Equal("All empty", screen.Find(".queues-none").TextContent);
    }

    [Fact]
    public void Screen_FullHouse_ShowsFiveNumbersAndAtMostEightReviews()
    {
        using var bench = new PageBench();

        var screen = Render(bench, Figures.Quiet with
        {
            Waiting = 100_000,
            Overdue = 12,
            OldestSince = FixedClock.Noon.AddHours(-5),
            RunningTasks = 9_999,
            OpenRuns = 1,
            FailedLastHour = 1,
            CompletedLastHour = 321,
            Urgent = [.. Enumerable.Range(1, 8).Select(Figures.Urgent)],
            Queues = [.. Enumerable.Range(1, 7).Select(number => new QueueFigure($"queue-{number}", 10 - number, FixedClock.Noon.AddMinutes(-number)))],
        });

        Assert.Equal(["100,000", "5", "9,999", "1", "321"], screen.FindAll(".wall-digits").Select(digits => digits.TextContent));
        Assert.Equal(8, screen.FindAll(".urgent li").Count);
        Assert.Equal(["queue-1", "queue-2", "queue-3", "queue-4", "3 more"], screen.FindAll(".queue-name").Select(name => name.TextContent));
        Assert.Equal("12 overdue", screen.FindAll(".number-note")[0].TextContent);
        Assert.Equal(3, screen.FindAll(".wall-number.wall-bad").Count);
    }

    [Fact]
    public void Screen_Throughput_HasTwelveBarsAndAText()
    {
        using var bench = new PageBench();

        var screen = Render(bench, Figures.Quiet with { Throughput = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20] });

        Assert.Equal(12, screen.FindAll(".sparkline rect").Count);
        Assert.Equal("40", screen.FindAll(".sparkline rect")[11].GetAttribute("height"));
        Assert.EndsWith("9, 10, 20", screen.Find(".sparkline").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Screen_HostileTitle_ShowsWhatIsHidden()
    {
        using var bench = new PageBench();

        var screen = Render(bench, Figures.Quiet with { Urgent = [Figures.Urgent(1) with { Title = "safe\u202Eevil<b>" }] });

        Assert.Equal("safe⟦U+202E⟧evil<b>", screen.Find(".urgent-title").TextContent);
        Assert.Empty(screen.FindAll(".urgent-title b"));
    }

    private static IRenderedComponent<WallScreen> Render(PageBench bench, WallFigures figures) =>
        bench.Render<WallScreen>(parameters => parameters.Add(screen => screen.Figures, figures));
}
