using System.Text.Json;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class RunEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    private const string NoSuchId = "0198a000-0000-7000-8000-000000000000";

    [Fact]
    public async Task Get_Run_HasTheDocumentedMembers()
    {
        var (run, _) = await doors.AskAsync();

        var shown = (await doors.Viewer.GetAsync("/api/runs/" + run)).Is(200).Json;

        Assert.Superset(
            new HashSet<string>(["id", "workflow", "version", "title", "state", "input", "output", "error", "startedBy", "createdAt", "completedAt", "progress", "awaiting", "tasks"]),
            shown.Members().ToHashSet());
        Assert.Equal(["done", "total", "milestones"], shown.GetProperty("progress").Members());
        Assert.Equal(["reviewId", "step", "queue", "assignee", "since"], shown.GetProperty("awaiting")[0].Members());
        Assert.Superset(
            new HashSet<string>([
                "id", "step", "index", "name", "state", "resolution", "waitingFor", "dueAt", "attempt", "round", "input", "output", "error", "confidence", "reviewId", "startedAt", "completedAt"]),
            shown.GetProperty("tasks")[0].Members().ToHashSet());
    }

    [Theory]
    [InlineData("/api/runs/" + NoSuchId)]
    [InlineData("/api/runs/" + NoSuchId + "/events")]
    [InlineData("/api/runs/not-an-id")]
    public async Task Get_NoSuchRun_IsNotFound(string path) => (await doors.Viewer.GetAsync(path)).Refuses(404, "not-found");

    [Fact]
    public async Task List_Pages_GiveEachRunOnceNewestFirst()
    {
        for (var number = 1; number <= 5; number++)
        {
            (await doors.Operator.PostAsync("/api/workflows/echo/runs", new { input = new { text = "x" }, title = $"Paged {number}" })).Is(201);
        }

        var titles = new List<string>();
        string? next = null;
        do
        {
            var page = (await doors.Viewer.GetAsync("/api/runs?search=paged&limit=2" + (next is null ? "" : "&cursor=" + next))).Is(200).Json;
            titles.AddRange(page.Items().Select(run => run.Text("title")));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(["Paged 5", "Paged 4", "Paged 3", "Paged 2", "Paged 1"], titles);
    }

    [Theory]
    [InlineData("workflow=echo", true)]
    [InlineData("workflow=note", false)]
    [InlineData("startedBy=the-operator", true)]
    [InlineData("startedBy=me", false)]
    [InlineData("state=Completed", true)]
    [InlineData("state=Failed", false)]
    [InlineData("since=1h", true)]
    [InlineData("since=2999-01-01T00:00:00Z", false)]
    public async Task List_Filter_Filters(string filter, bool isFound)
    {
        var title = "Filtered " + filter;
        (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = "x" }, title })).Is(201);

        var found = (await doors.Viewer.GetAsync($"/api/runs?{filter}")).Is(200).Json.Items().Any(run => run.Text("title") == title);

        Assert.Equal(isFound, found);
    }

    [Theory]
    [InlineData("cursor=nonsense")]
    [InlineData("limit=0")]
    [InlineData("status=Failed")]
    public async Task List_WrongQuery_IsRefused(string query) => (await doors.Viewer.GetAsync("/api/runs?" + query)).Refuses(400, "invalid-request");

    [Fact]
    public async Task Change_PauseResumeCancel_AnswerTheRun()
    {
        var (run, review) = await doors.AskAsync();

        Assert.Equal("Paused", (await doors.Operator.PostAsync($"/api/runs/{run}/pause", new { reason = "lunch" })).Is(200).Json.Text("state"));
        Assert.Equal("Running", (await doors.Operator.PostAsync($"/api/runs/{run}/resume")).Is(200).Json.Text("state"));
        Assert.Equal("Cancelled", (await doors.Operator.PostAsync($"/api/runs/{run}/cancel")).Is(200).Json.Text("state"));

        var problem = (await doors.Operator.PostAsync($"/api/runs/{run}/pause")).Refuses(409, "wrong-state");
        Assert.Equal("Cancelled", problem.Text("state"));
        Assert.Equal("withdrawn", (await doors.Viewer.GetAsync("/api/reviews/" + review)).Is(200).Json.Text("state"));
    }

    [Fact]
    public async Task Retry_FailedTask_StartsAfresh()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { other = 1 } })).Is(201).Json;
        var task = run.GetProperty("tasks")[0];
        Assert.Equal(("Failed", "Failed"), (run.Text("state"), task.Text("state")));

        var retried = (await doors.Operator.PostAsync($"/api/tasks/{task.Text("id")}/retry")).Is(200).Json;

        Assert.Equal(task.Text("id"), retried.Text("id"));
        var history = (await doors.Viewer.GetAsync($"/api/runs/{run.Text("id")}/events")).Is(200).Json.Items();
        Assert.Contains(history, entry => entry.Text("kind") == "task" && entry.Text("trigger") == "Reopen");
    }

    [Fact]
    public async Task Retry_CompletedTask_IsRefused()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = "x" } })).Is(201).Json;

        (await doors.Operator.PostAsync($"/api/tasks/{run.GetProperty("tasks")[0].Text("id")}/retry")).Refuses(409, "wrong-state");
        (await doors.Operator.PostAsync($"/api/tasks/{NoSuchId}/retry")).Refuses(404, "not-found");
    }

    [Fact]
    public async Task Events_Pages_GiveTheHistoryInOrder()
    {
        var run = (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=30", new { input = new { text = "x" } })).Is(201).Json.Text("id");
        var all = (await doors.Viewer.GetAsync($"/api/runs/{run}/events?limit=200")).Is(200).Json.Items();

        var seqs = new List<long>();
        for (string? after = "0"; after is not null;)
        {
            var page = (await doors.Viewer.GetAsync($"/api/runs/{run}/events?limit=2&after={after}")).Is(200).Json;
            seqs.AddRange(page.Items().Select(entry => entry.GetProperty("seq").GetInt64()));
            after = page.GetProperty("next").GetString();
        }

        Assert.Equal(all.Select(entry => entry.GetProperty("seq").GetInt64()), seqs);
        Assert.Equal(seqs.Order().Distinct(), seqs);
        Assert.Equal("Start", all[0].Text("trigger"));
        Assert.All(["seq", "at", "actor", "kind", "taskId", "from", "trigger", "to", "attempt", "data"], member => Assert.True(all[0].TryGetProperty(member, out JsonElement _)));
    }
}
