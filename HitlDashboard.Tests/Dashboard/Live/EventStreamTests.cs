using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Live;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Live;

public sealed class EventStreamTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    [Fact]
    public async Task Stream_WorkUnderWay_SkipsNothing()
    {
        using var stream = await EventReader.OpenAsync(doors.Viewer, "/api/events?after=0");
        var starts = Enumerable.Range(0, 40).Select(number => doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = $"{number}" } }));
        var runs = (await Task.WhenAll(starts)).Select(answer => answer.Is(201).Json.Text("id")).ToHashSet();

        var events = await stream.UntilAsync(entry => !runs.RemoveWhereEnded(entry));

        await AssertCompleteAsync(0, events);
    }

    [Fact]
    public async Task Stream_ConnectedAgain_GoesOnWhereItEnded()
    {
        await RunAsync();
        IReadOnlyList<StreamedEvent> first;
        using (var stream = await EventReader.OpenAsync(doors.Viewer, "/api/events?after=0"))
        {
            first = await stream.UntilAsync(entry => entry.Id >= 4);
        }

        var run = await RunAsync();
        using var again = await EventReader.OpenAsync(doors.Viewer, "/api/events", first[^1].Id.ToString());
        var rest = await again.UntilAsync(entry => entry.Ends(run));

        await AssertCompleteAsync(0, [.. first, .. rest]);
    }

    [Fact]
    public async Task Stream_FromNow_BeginsWithWhatComes()
    {
        await RunAsync();
        var last = await doors.Server.Services.GetRequiredService<HistoryQueries>().LastAsync();
        using var stream = await EventReader.OpenAsync(doors.Viewer, "/api/events");
        var run = await RunAsync();

        var events = await stream.UntilAsync(entry => entry.Ends(run));

        Assert.True(events[0].Id > last);
        Assert.Equal("Start", events[0].Entry.Text("trigger"));
    }

    [Fact]
    public async Task Stream_KeyRevoked_Ends()
    {
        using var client = doors.Server.WithKey(await doors.KeyAsync("short-lived", Role.Viewer));
        using var stream = await EventReader.OpenAsync(new DoorCaller(client), "/api/events");

        await doors.Server.Services.GetRequiredService<ApiKeys>().RevokeAsync("short-lived");
        await RunAsync();

        using var patience = new CancellationTokenSource(Eventually.Deadline);
        while (await stream.NextAsync(patience.Token) is not null)
        {
        }
    }

    [Fact]
    public async Task Stream_CallerLeft_StopsListening()
    {
        var bus = doors.Server.Services.GetRequiredService<IEventBus>();
        await doors.IsQuietAsync();
        using (await EventReader.OpenAsync(doors.Viewer, "/api/events"))
        {
            Assert.Equal(doors.QuietListeners + 1, bus.SubscriberCount);
        }

        await doors.IsQuietAsync();
    }

    [Fact]
    public async Task Stream_AllSeatsTaken_IsRefusedUntilOneIsFree()
    {
        using var client = doors.Server.WithKey(await doors.KeyAsync("many-streams", Role.Viewer));
        var caller = new DoorCaller(client);
        var streams = new Stack<EventReader>();
        for (var number = 0; number < LiveSeats.PerCaller; number++)
        {
            streams.Push(await EventReader.OpenAsync(caller, "/api/events"));
        }

        (await caller.GetAsync("/api/events")).Refuses(429, "too-many-streams");
        streams.Pop().Dispose();
        await Eventually.IsTrueAsync(
            async () =>
            {
                using var again = await client.GetAsync(new Uri("/api/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
                return again.IsSuccessStatusCode;
            },
            "a seat is free");

        while (streams.TryPop(out var stream))
        {
            stream.Dispose();
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task Stream_WrongLastEventId_IsRefused(string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/events", UriKind.Relative));
        request.Headers.Add("Last-Event-ID", id);

        using var answer = await doors.Viewer.Client.SendAsync(request);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    private async Task<string> RunAsync() =>
        (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = "x" } })).Is(201).Json.Text("id");

    private async Task AssertCompleteAsync(long after, IReadOnlyList<StreamedEvent> events)
    {
        var history = await doors.Server.Services.GetRequiredService<HistoryQueries>().AfterAsync(null, after, 1000);
        Assert.Equal(history.Select(entry => entry.Seq).Where(seq => seq <= events[^1].Id), events.Select(entry => entry.Id));
    }
}

internal static class EndedRuns
{
    /// <summary>Forgets the run that this event ends; false where none is left.</summary>
    public static bool RemoveWhereEnded(this HashSet<string> runs, StreamedEvent entry)
    {
        runs.RemoveWhere(entry.Ends);
        return runs.Count > 0;
    }
}
