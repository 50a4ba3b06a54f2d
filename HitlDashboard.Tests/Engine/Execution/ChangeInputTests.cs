using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Operators change the input of a task that waits, or retry with another.</summary>
public sealed class ChangeInputTests : TaskOperations
{
    [Fact]
    public async Task ChangeInput_OfADelay_IsDueByTheNewOne_AndToldWithBoth()
    {
        var id = await StartAsync("name: waits\nsteps:\n  - { id: wait, uses: delay, with: { for: 2h } }\n");
        var task = (await Engine.UntilAsync(id, run => run.Tasks.Count == 1)).Tasks[0];

        var nonsense = await ChangeAsync(task, new { For = "soon" });
        var wrong = await ChangeAsync(task, new Dictionary<string, object> { ["for"] = "soon" });
        var changed = await ChangeAsync(task, new Dictionary<string, object> { ["for"] = "10ms" }, Operator);

        Assert.Equal(("invalid-input", "invalid-input"), (nonsense.Refused!.Code, wrong.Refused!.Code));
        Assert.Contains("'for'", nonsense.Refused.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Pending, changed.Value);
        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(id)).Summary.State);
        var told = await EntryAsync(id, "Change");
        Assert.Equal(("2h", "10ms"), (told.GetProperty("from").GetProperty("for").GetString(), told.GetProperty("to").GetProperty("for").GetString()));
    }

    [Fact]
    public async Task ChangeInput_OfAGatedAction_IsAskedAgain_AndOnlyTheNewOneRuns()
    {
        var id = await StartAsync("name: gated\nsteps:\n  - { id: act, uses: set, with: { text: old }, review: { before: true } }\n");
        var first = await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        Assert.Equal(TaskState.AwaitingReview, (await ChangeAsync(task, new { text = "new" }, Operator)).Value);

        Assert.Equal("not-open", (await Engine.DecideAsync(first, Verdict.Approve)).Refused!.Code);
        var second = await Engine.ReviewAsync(id);
        Assert.Equal("new", second.Request.Subjected.GetProperty("text").GetString());
        await Engine.DecideAsync(second, Verdict.Approve);
        Assert.Equal("new", (await Engine.UntilFinalAsync(id)).Tasks[0].Output!.Value.GetProperty("text").GetString());
    }

    [Fact]
    public async Task ChangeInput_OfAnOutputUnderReview_RunsAgainAndAsksAgain()
    {
        var id = await StartAsync("name: redo\nsteps:\n  - { id: draft, uses: set, with: { text: old }, review: { queue: q } }\n");
        var first = await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        Assert.Equal(TaskState.Pending, (await ChangeAsync(task, new { text = "new" })).Value);

        await Engine.UntilAsync(id, run => run.Awaiting.Count == 1 && run.Awaiting[0].ReviewId != first.Item.Id);
        var second = await Engine.ReviewAsync(id);
        Assert.Equal(("new", 1), (second.Request.Subjected.GetProperty("text").GetString(), second.Item.Round));
        await Engine.DecideAsync(second, Verdict.Approve);
        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Retry_WithAnotherInput_RunsWithIt_AndTellsBoth()
    {
        var id = await StartAsync($"name: again\nsteps:\n  - {{ id: read, uses: set, with: {{ wrong: 1 }}, {Contract} }}\n");
        var failed = await Engine.UntilFinalAsync(id);

        var refused = await Engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, Operator, EngineJson.From(new[] { 1 }));
        var answer = await Engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, Operator, EngineJson.From(new { price = 3 }), "typo");

        Assert.Equal("invalid-input", refused.Refused!.Code);
        Assert.Null(answer.Refused);
        Assert.Equal(3, (await Engine.UntilFinalAsync(id)).Tasks[0].Output!.Value.GetProperty("price").GetInt32());
        var told = await EntryAsync(id, "Reopen");
        Assert.Equal((1, 3, "typo"), (told.GetProperty("from").GetProperty("wrong").GetInt32(), told.GetProperty("to").GetProperty("price").GetInt32(), told.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Retry_WhileAPersonTakesCareOfTheFailure_WithdrawsTheirReview()
    {
        var id = await StartAsync($$"""
            name: handled
            steps:
              - { id: read, uses: set, with: { wrong: 1 }, {{Contract}} }
              - { id: rescue, uses: human, needs: [read], if: failed(read) }
            """);
        var rescue = await Engine.ReviewAsync(id);
        var read = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        await Engine.Get<ChangeTask>().RetryAsync(read.Id, Operator, EngineJson.From(new { price = 3 }));

        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(id)).Summary.State);
        Assert.Equal(ReviewState.Withdrawn, (await Engine.Get<ReviewQueries>().GetAsync(rescue.Item.Id))!.Item.State);
    }

    [Fact]
    public async Task ChangeInput_OfAStepThatRunsPrograms_NeedsAnAdmin()
    {
        var id = await StartAsync("name: runs\nsteps:\n  - { id: act, uses: process, with: { command: [hostname] }, review: { before: true } }\n");
        await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        var answer = await ChangeAsync(task, new { command = new[] { "git", "push" } }, Engine.Ben);

        Assert.Equal("admin", answer.Refused!.Details!.Value.GetProperty("missingRole").GetString());
        await Engine.Get<ChangeRun>().CancelAsync(id, Operator, " not needed ", new IdempotencyKey("k", "h"));
        var again = await Engine.Get<ChangeRun>().CancelAsync(id, Operator, " not needed ", new IdempotencyKey("k", "h"));
        Assert.IsType<Answer<RunState>.Duplicate>(again);
        Assert.Equal("not needed", (await EntryAsync(id, "Cancel", "run")).GetProperty("reason").GetString());
    }
}
