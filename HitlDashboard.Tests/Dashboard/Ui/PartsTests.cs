using Bunit;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Ui;

public sealed class PartsTests : BunitContext
{
    public static TheoryData<Status> EveryStatus =>
    [
        .. Enum.GetValues<RunState>().Select(state => Status.Of(state)),
        .. Enum.GetValues<TaskState>().Select(state => Status.Of(state)),
        .. Enum.GetValues<Resolution>().Select(Status.Of),
        .. Enum.GetValues<ReviewState>().Select(Status.Of),
    ];

    [Theory]
    [MemberData(nameof(EveryStatus), DisableDiscoveryEnumeration = true)]
    public void StatusBadge_EveryStatus_HasWordIconAndTone(Status status)
    {
        var badge = Render<StatusBadge>(parameters => parameters.Add(part => part.Status, status)).Find(".status");

        Assert.Equal(status.Word, badge.TextContent.Trim());
        Assert.NotNull(badge.QuerySelector("svg[aria-hidden=true] path"));
        Assert.Contains($"status-{status.Tone.ToString().ToLowerInvariant()}", badge.ClassList);
    }

    [Theory]
    [InlineData(-42, "42 s ago")]
    [InlineData(-90, "1 min ago")]
    [InlineData(-18_600, "5 h 10 min ago")]
    [InlineData(-273_600, "3 d 4 h ago")]
    [InlineData(7_200, "in 2 h")]
    public void RelativeTime_AnInstant_SaysHowFar(int seconds, string expected)
    {
        Services.AddSingleton<TimeProvider>(new FixedClock(FixedClock.Noon));

        var time = Render<RelativeTime>(parameters => parameters.Add(part => part.At, FixedClock.Noon.AddSeconds(seconds))).Find("time[data-relative]");

        Assert.Equal(expected, time.TextContent);
        Assert.Equal(FixedClock.Noon.AddSeconds(seconds), DateTimeOffset.Parse(time.GetAttribute("datetime")!));
    }

    [Theory]
    [InlineData(0, 0, "width: 0%")]
    [InlineData(1, 3, "width: 33.3%")]
    [InlineData(5, 3, "width: 100%")]
    public void Progress_Counts_AreShownAndRead(int done, int total, string style)
    {
        var part = Render<Progress>(parameters => parameters.Add(bar => bar.Done, done).Add(bar => bar.Total, total).Add(bar => bar.Label, "Steps"));

        Assert.Equal(style, part.Find(".progress-fill").GetAttribute("style"));
        Assert.Equal("Steps", part.Find("[role=progressbar]").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task ConfirmStrip_DoubleClick_ConfirmsOnce()
    {
        var (calls, gate) = (0, new TaskCompletionSource());
        var part = Render<ConfirmStrip>(parameters => parameters
            .Add(strip => strip.Question, "Cancel the run?").Add(strip => strip.ConfirmText, "Cancel")
            .Add(strip => strip.OnConfirm, () =>
            {
                calls++;
                return gate.Task;
            }));

        var first = part.Find("button").ClickAsync();
        var second = part.Find("button").ClickAsync();
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(1, calls);
    }

    [Fact]
    public void ErrorPanel_WithRetry_OffersIt()
    {
        var retried = false;
        var part = Render<ErrorPanel>(parameters => parameters
            .Add(panel => panel.Title, "No runs").Add(panel => panel.CorrelationId, "abc").Add(panel => panel.OnRetry, () => retried = true));

        part.Find("button").Click();

        Assert.True(retried);
        Assert.Equal("abc", part.Find("[role=alert] code").TextContent);
    }

    [Fact]
    public void ErrorPanel_WithoutRetry_HasNoButton() =>
        Assert.Empty(Render<ErrorPanel>(parameters => parameters.Add(panel => panel.Title, "No runs")).FindAll("button"));

    [Fact]
    public void EmptyState_Always_SaysWhyAndWhat()
    {
        var part = Render<EmptyState>(parameters => parameters
            .Add(state => state.Title, "Nothing matches").AddChildContent("Change the filter.")
            .Add(state => state.Action, (RenderFragment)(builder => builder.AddMarkupContent(0, "<button>Clear filter</button>"))));

        Assert.Equal("Nothing matches", part.Find("h2").TextContent);
        Assert.Contains("Change the filter.", part.Markup, StringComparison.Ordinal);
        Assert.Equal("Clear filter", part.Find("button").TextContent);
    }

    [Fact]
    public void LoadingSkeleton_Rows_AreAsManyAsAsked()
    {
        var part = Render<LoadingSkeleton>(parameters => parameters.Add(skeleton => skeleton.Rows, 3));

        Assert.Equal(3, part.FindAll(".skeleton-row").Count);
        Assert.Equal("Loading", part.Find("[role=status]").GetAttribute("aria-label"));
    }

    [Fact]
    public void PageHeader_Always_HasOneHeadingAndItsActions()
    {
        var part = Render<PageHeader>(parameters => parameters
            .Add(header => header.Title, "Runs").Add(header => header.Subtitle, "What the engine does")
            .Add(header => header.Actions, (RenderFragment)(builder => builder.AddMarkupContent(0, "<button>Start</button>"))));

        Assert.Equal("Runs", Assert.Single(part.FindAll("h1")).TextContent);
        Assert.NotNull(part.Find(".page-actions button"));
    }

    [Fact]
    public void Icon_UnknownName_IsRefused() =>
        Assert.ThrowsAny<Exception>(() => Render<Icon>(parameters => parameters.Add(icon => icon.Name, "no-such-icon")));
}
