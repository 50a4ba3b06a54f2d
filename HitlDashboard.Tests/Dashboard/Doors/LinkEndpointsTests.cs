using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

/// <summary>Signals, later starts, runs that belong together, and schedules at the doors.</summary>
public sealed class LinkEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string Waiting = """
        name: waiting
        steps:
          - { id: paid, uses: signal, with: { name: paid, schema: { type: object, required: [amount], properties: { amount: { type: integer } } } } }
        output: "{{steps.paid.output}}"
        """;

    [Fact]
    public async Task Signal_ToAWaitingRun_IsAccepted_AndARepeatGetsTheFirstAnswer()
    {
        var run = await StartAsync();

        var first = (await doors.Operator.PostAsync($"/api/runs/{run}/signals/paid", new { amount = 7 }, "signal-1")).Is(202);
        var second = (await doors.Operator.PostAsync($"/api/runs/{run}/signals/paid", new { amount = 7 }, "signal-1")).Is(202);

        Assert.Equal(("paid", true), (first.Json.Text("name"), first.Json.GetProperty("taken").GetBoolean()));
        Assert.Equal(first.Body, second.Body);
        await doors.StateAsync(run, "Completed");
        Assert.Equal(7, (await doors.Viewer.GetAsync("/api/runs/" + run)).Is(200).Json.GetProperty("output").GetProperty("amount").GetInt32());
    }

    [Fact]
    public async Task Signal_WhatCannotBeTaken_IsRefusedWithItsReason()
    {
        var run = await StartAsync();

        var wrong = (await doors.Operator.PostAsync($"/api/runs/{run}/signals/paid", new { amount = "much" })).Refuses(422, "invalid-payload");
        Assert.Equal("amount", wrong.GetProperty("errors")[0].Text("path"));
        (await doors.Operator.PostAsync($"/api/runs/{run}/signals/payd", 1)).Refuses(404, "unknown-signal");
        (await doors.Operator.PostAsync($"/api/runs/{Guid.Empty}/signals/paid", 1)).Refuses(404, "not-found");
        (await doors.Operator.PostTextAsync($"/api/runs/{run}/signals/paid", "{")).Refuses(400, "invalid-request");
        (await doors.Operator.PostAsync($"/api/runs/{run}/cancel")).Is(200);
        (await doors.Operator.PostAsync($"/api/runs/{run}/signals/paid", new { amount = 7 })).Refuses(409, "wrong-state");
    }

    [Fact]
    public async Task Signal_WithoutABody_IsNull()
    {
        (await doors.Admin.PutYamlAsync("/api/workflows/bell", "{ name: bell, steps: [ { id: rung, uses: signal, with: { name: ring } } ], output: \"{{steps.rung.output}}\" }")).Is(200);
        var run = (await doors.Operator.PostAsync("/api/workflows/bell/runs")).Is(201).Json.Text("id");

        (await doors.Operator.PostAsync($"/api/runs/{run}/signals/ring")).Is(202);

        await doors.StateAsync(run, "Completed");
    }

    [Fact]
    public async Task StartAt_InTheFuture_GivesARunWithoutTasks_ThatCanBeCancelled()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "x" }, startAt = "2030-01-01T08:00:00+01:00" })).Is(201).Json;

        Assert.Equal(("Running", "2030-01-01T07:00:00Z", 0), (run.Text("state"), run.Text("startsAt"), run.GetProperty("tasks").GetArrayLength()));
        var cancelled = (await doors.Operator.PostAsync($"/api/runs/{run.Text("id")}/cancel")).Is(200).Json;
        Assert.Equal("Cancelled", cancelled.Text("state"));
        (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { startAt = "2999-01-01T00:00:00Z" })).Refuses(422, "invalid-input");
    }

    [Fact]
    public async Task Children_AreShownFromBothSides()
    {
        (await doors.Admin.PutYamlAsync(
            "/api/workflows/outer", "{ name: outer, steps: [ { id: sub, uses: workflow, with: { name: echo, input: { text: hi } } } ], next: [ { workflow: nowhere } ] }")).Is(200);

        var run = (await doors.Operator.PostAsync("/api/workflows/outer/runs?waitSeconds=60")).Is(201).Json;

        var child = Assert.Single(run.Items("children"));
        Assert.Equal(("echo", "Completed", run.GetProperty("tasks")[0].Text("id")), (child.Text("workflow"), child.Text("state"), child.Text("taskId")));
        Assert.Equal(child.Text("id"), run.GetProperty("tasks")[0].Text("childRunId"));
        Assert.Equal("unknown-workflow", Assert.Single(run.Items("unstarted")).Text("code"));
        var shown = (await doors.Viewer.GetAsync("/api/runs/" + child.Text("id"))).Is(200).Json;
        Assert.Equal(run.Text("id"), shown.GetProperty("parent").Text("id"));
    }

    [Fact]
    public async Task Schedules_ShowTheirNextFiveInstants()
    {
        var saved = (await doors.Admin.PutYamlAsync(
            "/api/workflows/nightly",
            "{ name: nightly, steps: [ { id: a, uses: set } ], schedule: [ { cron: 0 0 3 1 1 ? 2090-2099, timeZone: Europe/Berlin, catchUp: all, overlap: queue } ] }")).Is(200).Json;

        var schedule = Assert.Single(saved.Items("schedules"));
        Assert.Equal(("0 0 3 1 1 ? 2090-2099", "Europe/Berlin", "all", "queue"), (schedule.Text("cron"), schedule.Text("timeZone"), schedule.Text("catchUp"), schedule.Text("overlap")));
        Assert.Equal(Enumerable.Range(2090, 5).Select(year => $"{year}-01-01T02:00:00Z"), schedule.Items("next").Select(at => at.GetString()));
    }

    private async Task<string> StartAsync()
    {
        (await doors.Admin.PutYamlAsync("/api/workflows/waiting", Waiting)).Is(200);
        return (await doors.Operator.PostAsync("/api/workflows/waiting/runs")).Is(201).Json.Text("id");
    }
}
