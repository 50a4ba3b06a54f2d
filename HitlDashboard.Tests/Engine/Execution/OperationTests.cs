using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>What operators do to runs, and what a restart may not lose.</summary>
public sealed class OperationTests : IAsyncLifetime
{
    private const string Waiting = """
        name: waiting
        steps:
          - { id: draft, uses: set, with: { text: hello }, review: { queue: q, show: { kind: text, value: "{{output.text}}" } } }
          - { id: after, uses: set, with: { done: true } }
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await _engine.SaveAsync(Waiting);
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Cancel_WithdrawsTheReview_AndIsFinal()
    {
        var id = await _engine.RunAsync("waiting");
        var review = await _engine.ReviewAsync(id);

        var answer = await _engine.Get<ChangeRun>().CancelAsync(id, _engine.Ana, "not needed");

        Assert.Equal(RunState.Cancelled, answer.Value);
        Assert.Equal("not-open", (await _engine.DecideAsync(review, Verdict.Approve)).Refused!.Code);
        Assert.Equal("wrong-state", (await _engine.Get<ChangeRun>().ResumeAsync(id, _engine.Ana)).Refused!.Code);
    }

    [Fact]
    public async Task Pause_ClaimsNothing_UntilResumed()
    {
        var id = await _engine.RunAsync("waiting");
        var review = await _engine.ReviewAsync(id);
        await _engine.Get<ChangeRun>().PauseAsync(id, _engine.Ana);
        await _engine.DecideAsync(review, Verdict.Approve);

        var held = await _engine.UntilAsync(id, run => run.Tasks.Count == 2);
        Assert.Equal((RunState.Paused, TaskState.Pending), (held.Summary.State, held.Tasks[1].State));
        await _engine.Get<ChangeRun>().ResumeAsync(id, _engine.Ana);

        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
    }

    [Fact]
    public async Task Retry_OfARejectedTask_AsksAgain_AndKeepsTheFirstAnswer()
    {
        var id = await _engine.RunAsync("waiting");
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Reject, reason: "too short");
        var failed = await _engine.UntilFinalAsync(id);

        Assert.Null((await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, _engine.Ana)).Refused);
        var again = await _engine.ReviewAsync(id);
        Assert.Equal("too short", Assert.Single(again.Rounds).Decision!.Reason);
        await _engine.DecideAsync(again, Verdict.Approve);

        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
        Assert.Contains("task Reopen Failed>Pending", await _engine.StoryAsync(id));
    }

    [Theory]
    [InlineData("name: gated\nsteps:\n  - { id: act, uses: set, with: { text: dangerous }, review: { before: true } }\n")]
    [InlineData("name: gated\nsteps:\n  - { id: act, uses: human, with: { instructions: Look } }\n")]
    public async Task Retry_OfARejectedGate_AsksAgainAndRunsNothingBefore(string yaml)
    {
        await _engine.SaveAsync(yaml);
        var id = await _engine.RunAsync("gated");
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Reject, reason: "too dangerous");
        var failed = await _engine.UntilFinalAsync(id);

        var retried = await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, _engine.Ana);

        Assert.Equal(TaskState.AwaitingReview, retried.Value);
        Assert.DoesNotContain("task Claim Pending>Running", await _engine.StoryAsync(id));
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(id)).Summary.State);
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(_engine.Folder, "hitl.db")).Violations);
    }

    [Fact]
    public async Task Restart_WithAWaitingReviewAndADelay_LosesNothing()
    {
        await _engine.SaveAsync("name: pause\nsteps:\n  - { id: wait, uses: delay, with: { for: 2s } }\n");
        var waiting = await _engine.RunAsync("waiting");
        var delayed = await _engine.RunAsync("pause");
        var review = await _engine.ReviewAsync(waiting);

        await _engine.RestartAsync();

        await _engine.DecideAsync(review, Verdict.Approve);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(waiting)).Summary.State);
        Assert.Equal(RunState.Completed, (await _engine.UntilFinalAsync(delayed)).Summary.State);
    }

    [Fact]
    public async Task Start_RepeatedWithTheSameKey_MakesOneRun()
    {
        var start = _engine.Get<StartRun>();
        var first = await start.ExecuteAsync("waiting", EngineJson.Empty, _engine.Ana, key: new IdempotencyKey("k", "hash"));
        var second = await start.ExecuteAsync("waiting", EngineJson.Empty, _engine.Ana, key: new IdempotencyKey("k", "hash"));
        var other = await start.ExecuteAsync("waiting", EngineJson.Empty, _engine.Ana, key: new IdempotencyKey("k", "other"));

        Assert.IsType<Answer<RunId>.Duplicate>(second);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal("idempotency-key-reused", other.Refused!.Code);
    }

    [Fact]
    public async Task Roles_AreCheckedAtTheDoor()
    {
        var id = await _engine.RunAsync("waiting");
        var review = await _engine.ReviewAsync(id);
        var viewer = new Actor("vic", Role.Viewer);

        Assert.Equal("forbidden", (await _engine.DecideAsync(review, Verdict.Approve, by: new Actor("opal", Role.Operator))).Refused!.Code);
        Assert.Equal("forbidden", (await _engine.Get<ChangeRun>().CancelAsync(id, viewer)).Refused!.Code);
        Assert.Equal("forbidden", (await _engine.Get<StartRun>().ExecuteAsync("waiting", EngineJson.Empty, viewer)).Refused!.Code);
    }

    [Fact]
    public async Task Decisions_OfAHundredPeopleAtOnce_HaveOneWinner()
    {
        var review = await _engine.ReviewAsync(await _engine.RunAsync("waiting"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(person =>
            _engine.DecideAsync(review, Verdict.Approve, by: new Actor($"p{person}", Role.Supervisor))));

        var winner = Assert.Single(answers, answer => answer.Refused is null);
        var told = answers.Where(answer => answer != winner).Select(answer => answer.Refused!.Details!.Value.GetProperty("winner").GetProperty("user").GetString());
        Assert.Single(told.Distinct());
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal("already-decided", answer.Refused!.Code));
    }
}
