using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>What operators do to single tasks: skip with an output, retry with another input, change the input of one that waits. Every story ends sound.</summary>
public sealed class TaskOperationTests : IAsyncLifetime
{
    private const string Contract = "output: { schema: { type: object, required: [price], properties: { price: { type: number } } } }";
    private static readonly Actor Operator = new("opal", Role.Operator);

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(_engine.Folder, "hitl.db")).Violations);
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Skip_OfAFailedTask_CompletesTheRunWithTheGivenOutput()
    {
        var id = await StartAsync($$$"""
            name: skips
            steps:
              - { id: read, uses: set, with: { wrong: 1 }, {{{Contract}}} }
              - { id: other, uses: human, needs: [] }
              - { id: after, uses: set, needs: [read], with: { price: "{{steps.read.output.price}}" } }
            output: { price: "{{steps.after.output.price}}" }
            """);
        var failed = await _engine.UntilFinalAsync(id);

        var refused = await SkipAsync(failed.Tasks[0], new { price = "seven" });
        var skipped = await SkipAsync(failed.Tasks[0], new { price = 7 });

        Assert.Equal("invalid-output", refused.Refused!.Code);
        Assert.Equal(TaskState.Completed, skipped.Value);
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);
        var run = await _engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Completed, 7, Resolution.Skipped), (run.Summary.State, run.Output!.Value.GetProperty("price").GetInt32(), run.Tasks[0].Resolution));
        Assert.Contains("task Skip Failed>Completed", await _engine.StoryAsync(id));
        Assert.Equal("by hand", (await EntryAsync(id, "Skip")).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Skip_OfATaskThatAwaitsReview_WithdrawsItAndNeedsASupervisor()
    {
        var id = await StartAsync("name: skips\nsteps:\n  - { id: draft, uses: set, with: { text: a }, review: { queue: q } }\n  - { id: after, uses: set, with: { text: \"{{steps.draft.output.text}}\" } }\n");
        var review = await _engine.ReviewAsync(id);
        var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        var byOperator = await SkipAsync(task, new { text = "b" }, Operator);
        var bySupervisor = await SkipAsync(task, new { text = "b" }, _engine.Ben);

        Assert.Equal(("forbidden", "supervisor"), (byOperator.Refused!.Code, byOperator.Refused.Details!.Value.GetProperty("missingRole").GetString()));
        Assert.Equal(TaskState.Completed, bySupervisor.Value);
        Assert.Equal("not-open", (await _engine.DecideAsync(review, Verdict.Approve)).Refused!.Code);
        Assert.Equal("b", (await _engine.UntilFinalAsync(id)).Tasks[1].Output!.Value.GetProperty("text").GetString());
        Assert.Equal("wrong-state", (await SkipAsync(task, new { text = "c" })).Refused!.Code);
    }

    [Fact]
    public async Task SkipOrChange_WhileADecisionIsStaged_IsRefusedAndNamesWhoDecided()
    {
        var id = await StartAsync("name: staged\nsteps:\n  - { id: draft, uses: set, with: { text: a }, review: { queue: q } }\n");
        var review = await _engine.ReviewAsync(id);
        var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
        await _engine.DecideAsync(review, Verdict.Approve, undo: 60);

        var skipped = Assert.IsType<Answer<TaskState>.Stale>(await SkipAsync(task, new { text = "b" }));
        var changed = Assert.IsType<Answer<TaskState>.Stale>(await ChangeAsync(task, new { text = "b" }));

        Assert.Equal(("already-decided", "already-decided"), (skipped.Refusal.Code, changed.Refusal.Code));
        Assert.Equal("ben", skipped.Refusal.Details!.Value.GetProperty("winner").GetProperty("user").GetString());
    }

    [Fact]
    public async Task Skip_OfAPendingTask_GoesOnAtOnce()
    {
        var id = await StartAsync("name: waits\nsteps:\n  - { id: wait, uses: delay, with: { for: 2h } }\n  - { id: after, uses: set, with: { at: \"{{steps.wait.output.at}}\" } }\n");
        var waiting = await _engine.UntilAsync(id, run => run.Tasks.Count == 1);

        Assert.Equal(TaskState.Completed, (await SkipAsync(waiting.Tasks[0], new { at = "now" }, Operator)).Value);

        Assert.Equal("now", (await _engine.UntilFinalAsync(id)).Tasks[1].Output!.Value.GetProperty("at").GetString());
    }

    [Fact]
    public async Task ChangeInput_OfADelay_IsDueByTheNewOne_AndToldWithBoth()
    {
        var id = await StartAsync("name: waits\nsteps:\n  - { id: wait, uses: delay, with: { for: 2h } }\n");
        var task = (await _engine.UntilAsync(id, run => run.Tasks.Count == 1)).Tasks[0];

        var nonsense = await ChangeAsync(task, new { For = "soon" });
        var wrong = await ChangeAsync(task, new Dictionary<string, object> { ["for"] = "soon" });
        var changed = await ChangeAsync(task, new Dictionary<string, object> { ["for"] = "10ms" }, Operator);

        Assert.Equal(("invalid-input", "invalid-input"), (nonsense.Refused!.Code, wrong.Refused!.Code));
        Assert.Contains("'for'", nonsense.Refused.Message, StringComparison.Ordinal);
        Assert.Equal(TaskState.Pending, changed.Value);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
        var told = await EntryAsync(id, "Change");
        Assert.Equal(("2h", "10ms"), (told.GetProperty("from").GetProperty("for").GetString(), told.GetProperty("to").GetProperty("for").GetString()));
    }

    [Fact]
    public async Task ChangeInput_OfAGatedAction_IsAskedAgain_AndOnlyTheNewOneRuns()
    {
        var id = await StartAsync("name: gated\nsteps:\n  - { id: act, uses: set, with: { text: old }, review: { before: true } }\n");
        var first = await _engine.ReviewAsync(id);
        var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        Assert.Equal(TaskState.AwaitingReview, (await ChangeAsync(task, new { text = "new" }, Operator)).Value);

        Assert.Equal("not-open", (await _engine.DecideAsync(first, Verdict.Approve)).Refused!.Code);
        var second = await _engine.ReviewAsync(id);
        Assert.Equal("new", second.Request.Subjected.GetProperty("text").GetString());
        await _engine.DecideAsync(second, Verdict.Approve);
        Assert.Equal("new", (await _engine.UntilFinalAsync(id)).Tasks[0].Output!.Value.GetProperty("text").GetString());
    }

    [Fact]
    public async Task ChangeInput_OfAnOutputUnderReview_RunsAgainAndAsksAgain()
    {
        var id = await StartAsync("name: redo\nsteps:\n  - { id: draft, uses: set, with: { text: old }, review: { queue: q } }\n");
        var first = await _engine.ReviewAsync(id);
        var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        Assert.Equal(TaskState.Pending, (await ChangeAsync(task, new { text = "new" })).Value);

        await _engine.UntilAsync(id, run => run.Awaiting.Count == 1 && run.Awaiting[0].ReviewId != first.Item.Id);
        var second = await _engine.ReviewAsync(id);
        Assert.Equal(("new", 1), (second.Request.Subjected.GetProperty("text").GetString(), second.Item.Round));
        await _engine.DecideAsync(second, Verdict.Approve);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Retry_WithAnotherInput_RunsWithIt_AndTellsBoth()
    {
        var id = await StartAsync($"name: again\nsteps:\n  - {{ id: read, uses: set, with: {{ wrong: 1 }}, {Contract} }}\n");
        var failed = await _engine.UntilFinalAsync(id);

        var refused = await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, Operator, EngineJson.From(new[] { 1 }));
        var answer = await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, Operator, EngineJson.From(new { price = 3 }), "typo");

        Assert.Equal("invalid-input", refused.Refused!.Code);
        Assert.Null(answer.Refused);
        Assert.Equal(3, (await _engine.UntilFinalAsync(id)).Tasks[0].Output!.Value.GetProperty("price").GetInt32());
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
        var rescue = await _engine.ReviewAsync(id);
        var read = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        await _engine.Get<ChangeTask>().RetryAsync(read.Id, Operator, EngineJson.From(new { price = 3 }));

        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
        Assert.Equal(ReviewState.Withdrawn, (await _engine.Get<ReviewQueries>().GetAsync(rescue.Item.Id))!.Item.State);
    }

    [Fact]
    public async Task ChangeInput_OfAStepThatRunsPrograms_NeedsAnAdmin()
    {
        var id = await StartAsync("name: runs\nsteps:\n  - { id: act, uses: process, with: { command: [hostname] }, review: { before: true } }\n");
        await _engine.ReviewAsync(id);
        var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        var answer = await ChangeAsync(task, new { command = new[] { "git", "push" } }, _engine.Ben);

        Assert.Equal("admin", answer.Refused!.Details!.Value.GetProperty("missingRole").GetString());
        await _engine.Get<ChangeRun>().CancelAsync(id, Operator, " not needed ", new IdempotencyKey("k", "h"));
        var again = await _engine.Get<ChangeRun>().CancelAsync(id, Operator, " not needed ", new IdempotencyKey("k", "h"));
        Assert.IsType<Answer<RunState>.Duplicate>(again);
        Assert.Equal("not needed", (await EntryAsync(id, "Cancel", "run")).GetProperty("reason").GetString());
    }

    private async Task<RunId> StartAsync(string yaml)
    {
        await _engine.SaveAsync(yaml);
        return await _engine.RunAsync(yaml.Split('\n')[0].Split(' ')[1]);
    }

    private Task<Answer<TaskState>> SkipAsync(TaskDetail task, object output, Actor? by = null) =>
        _engine.Get<ChangeTask>().SkipAsync(task.Id, by ?? _engine.Ana, EngineJson.From(output), "by hand");

    private Task<Answer<TaskState>> ChangeAsync(TaskDetail task, object input, Actor? by = null) =>
        _engine.Get<ChangeTask>().ChangeInputAsync(task.Id, by ?? _engine.Ana, EngineJson.From(input));

    /// <summary>The data of the only entry with this trigger.</summary>
    private async Task<JsonElement> EntryAsync(RunId id, string trigger, string kind = "task") =>
        Assert.Single(await _engine.Get<HistoryQueries>().AfterAsync(id, 0, 1000), entry => entry.Kind == kind && entry.Trigger == trigger).Data!.Value;
}
