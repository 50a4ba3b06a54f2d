using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>A deadline counts attempts, waits and reviews together.</summary>
public sealed class DeadlineTests
{
    [Theory]
    [InlineData("uses: delay, with: { for: 1h }", "task Expire Pending>Failed")]
    [InlineData("uses: human", "task Expire AwaitingReview>Failed")]
    [InlineData("uses: process, with: { command: [sleep, 600] }", "task Expire Running>Failed")]
    [InlineData("uses: process, with: { command: [ls, /nowhere/at/all] }, retry: { attempts: 100, delay: 1h }", "task Expire Pending>Failed")]
    public async Task Deadline_WhateverTheTaskDoes_EndsItAsTimedOut(string step, string entry)
    {
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton(new ProcessOptions { Allowed = ["sleep", "ls"] }));
        var run = await engine.CompleteAsync($"name: late\nsteps:\n  - {{ id: one, deadline: 2s, {step} }}\n", "late");

        Assert.Equal((RunState.Failed, Resolution.TimedOut), (run.Summary.State, run.Tasks[0].Resolution));
        Assert.Equal("deadline", run.Error!.Code);
        Assert.Contains(entry, await engine.StoryAsync(run.Summary.Id));
        Assert.Empty(run.Awaiting);
    }

    [Fact]
    public async Task Deadline_ThatPassedWhileNobodyRan_EndsTheTaskAfterTheStart()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await engine.SaveAsync("name: late\nsteps:\n  - { id: one, uses: human, deadline: 2h, onFailure: continue }\n  - { id: two, uses: set, with: { why: \"{{steps.one.resolution}}\" } }\noutput: \"{{steps.two.output.why}}\"\n");
        var id = await engine.RunAsync("late");
        Assert.Equal(FixedClock.Noon.AddHours(2), (await engine.UntilAsync(id, run => run.Awaiting.Count == 1)).Tasks[0].DeadlineAt);

        clock.Now += TimeSpan.FromHours(3);
        await engine.RestartAsync();

        Assert.Equal("TimedOut", (await engine.UntilFinalAsync(id)).Output!.Value.GetString());
    }

    [Fact]
    public async Task Deadline_WithADecisionInItsUndoWindow_LetsTheDecisionStand()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await engine.SaveAsync("name: close\nsteps:\n  - { id: one, uses: human, deadline: 1h }\n");
        var id = await engine.RunAsync("close");
        var review = await engine.ReviewAsync(id);
        clock.Now += TimeSpan.FromMinutes(59.5);
        Assert.Null((await engine.DecideAsync(review, Verdict.Approve, undo: 60)).Refused);

        clock.Now += TimeSpan.FromSeconds(40);
        var late = await engine.Get<TaskLedger>().SubmitAsync(new ExpireTaskCommand(Actor.Engine, review.TaskId), CancellationToken.None);
        Assert.Equal("decided", late.Refused!.Code);
        clock.Now += TimeSpan.FromSeconds(40);

        var run = await engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Completed, Resolution.Approved), (run.Summary.State, run.Tasks[0].Resolution));
    }

    [Fact]
    public async Task Deadline_OfARetriedTask_BeginsAnew()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var engine = await EngineHarness.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        await engine.SaveAsync("name: anew\nsteps:\n  - { id: one, uses: human, deadline: 1h }\n");
        var id = await engine.RunAsync("anew");
        await engine.ReviewAsync(id);
        clock.Now += TimeSpan.FromHours(2);
        var failed = await engine.UntilFinalAsync(id);

        Assert.Null((await engine.Get<HitlDashboard.Engine.Runs.ChangeTask>().RetryAsync(failed.Tasks[0].Id, engine.Ana)).Refused);

        var run = await engine.UntilAsync(id, found => found.Awaiting.Count == 1);
        Assert.Equal(clock.Now.AddHours(1), run.Tasks[0].DeadlineAt);
    }
}
