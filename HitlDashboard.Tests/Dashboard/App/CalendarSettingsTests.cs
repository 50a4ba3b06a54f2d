using HitlDashboard.App;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Settings;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Dashboard.App;

/// <summary>Business hours in the settings, and what they do to a review's time.</summary>
public sealed class CalendarSettingsTests
{
    private static readonly Dictionary<string, string?> Office = new()
    {
        ["Calendars:office:TimeZone"] = "Europe/Berlin",
        ["Calendars:office:Hours:0"] = "Mon-Fri 09:00-17:00",
        ["Calendars:office:Holidays:0"] = "2030-12-25",
        ["Queues:editors:Calendar"] = "office",
    };

    [Fact]
    public void Read_Calendars_AndQueues()
    {
        var settings = Read(Office);

        Assert.Equal(("office", "office"), (Assert.Single(settings.Calendars).Key, settings.QueueCalendars["editors"]));
        Assert.Equal(
            new DateTimeOffset(2030, 12, 26, 9, 0, 0, TimeSpan.Zero),
            settings.Calendars["office"].Add(new DateTimeOffset(2030, 12, 24, 15, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Read_OneValueInPlaceOfAList_IsAListOfOne()
    {
        var calendar = Read(new()
        {
            ["Calendars:office:TimeZone"] = "UTC", ["Calendars:office:Hours"] = "Mon-Fri 09:00-17:00", ["Calendars:office:Holidays"] = "2030-12-25",
        }).Calendars["office"];

        Assert.Equal(
            new DateTimeOffset(2030, 12, 26, 10, 0, 0, TimeSpan.Zero), calendar.Add(new DateTimeOffset(2030, 12, 24, 16, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(2)));
        Assert.Contains("write a day as 2030-12-25", Assert.Throws<StartRefusedException>(() => Read(new(Office) { ["Calendars:office:Holidays"] = "Christmas" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Calendars:office:TimeZone", "Europe/Atlantis", "does not know")]
    [InlineData("Calendars:office:Hours:0", "nine to five", "Mon-Fri 09:00-17:00")]
    [InlineData("Calendars:office:Hours:1", "Wed 16:00-18:00", "overlap")]
    [InlineData("Calendars:office:Holidays:0", "25.12.2030", "2030-12-25")]
    [InlineData("Calendars:office:Hollidays:0", "2030-12-25", "unknown")]
    [InlineData("Calendars:always:TimeZone", "Europe/Berlin", "choose another")]
    [InlineData("Queues:editors:Calendar", "ofice", "no such calendar")]
    [InlineData("Queues:editors:Hours", "Mon", "unknown")]
    public void Read_WrongValue_SaysWhatToWrite(string key, string value, string expected)
    {
        var refusal = Assert.Throws<StartRefusedException>(() => Read(new(Office) { [key] = value }));

        Assert.Contains(refusal.Reasons, reason => reason.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Due_CountsTheHoursOfTheCalendar_OrOfTheQueue()
    {
        await using var server = await DashboardServer.StartAsync(new Dictionary<string, string?>(Office)
        {
            ["Calendars:short:TimeZone"] = "UTC",
            ["Calendars:short:Hours:0"] = "Mon-Sun 10:00-11:00",
        });
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var office = new BusinessCalendar(zone, BusinessHours.Read("Mon-Fri 09:00-17:00"), new HashSet<DateOnly> { new(2030, 12, 25) });
        var brief = new BusinessCalendar(TimeZoneInfo.Utc, BusinessHours.Read("Mon-Sun 10:00-11:00"), new HashSet<DateOnly>());

        var (named, queued, free) = (
            await AskAsync(server, "named", "due: { within: 3h, calendar: short }, queue: editors"),
            await AskAsync(server, "queued", "due: 3h, queue: editors"),
            await AskAsync(server, "free", "due: { within: 3h, calendar: always }, queue: editors"));

        Assert.Equal(brief.Add(named.CreatedAt, TimeSpan.FromHours(3)), named.DueAt);
        Assert.Equal(office.Add(queued.CreatedAt, TimeSpan.FromHours(3)), queued.DueAt);
        Assert.Equal(free.CreatedAt.AddHours(3), free.DueAt);
    }

    [Fact]
    public async Task Definition_ThatNamesNoCalendarOfTheSettings_IsRefused()
    {
        await using var server = await DashboardServer.StartAsync(Office);

        var answer = await server.Services.GetRequiredService<SaveWorkflow>().ExecuteAsync(
            Text("wrong", "due: { within: 3h, calendar: ofice }"), "wrong.yaml", null, new Actor("ana", Role.Admin));

        Assert.Contains("did you mean 'office'", Assert.Single(answer.Refused!.Details!.Value.EnumerateArray()).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static async Task<ReviewListItem> AskAsync(DashboardServer server, string name, string review)
    {
        var ana = new Actor("ana", Role.Admin);
        var saved = await server.Services.GetRequiredService<SaveWorkflow>().ExecuteAsync(Text(name, review), name + ".yaml", null, ana);
        Assert.True(saved.Refused is null, saved.Refused?.Details?.GetRawText());
        await server.Services.GetRequiredService<StartRun>().ExecuteAsync(name, EngineJson.Empty, ana);
        var queries = server.Services.GetRequiredService<ReviewQueries>();
        IReadOnlyList<ReviewListItem> found = [];
        await Eventually.IsTrueAsync(
            async () => (found = (await queries.ListAsync(new ReviewFilter { Workflow = name })).Items).Count == 1, $"{name} asks", TimeSpan.FromMinutes(1));
        return found[0];
    }

    private static string Text(string name, string review) => $"name: {name}\nsteps:\n  - {{ id: one, uses: set, review: {{ {review} }} }}\n";

    private static DashboardSettings Read(Dictionary<string, string?> values) =>
        new SettingsCheck(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), Path.GetTempPath()).Read();
}
