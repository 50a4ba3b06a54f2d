using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>next</c> on a real engine.</summary>
public sealed class NextRunTests : IAsyncLifetime
{
    private const string Announce = """
        name: announce
        input: { type: object, required: [text], properties: { text: { type: string } } }
        steps:
          - { id: say, uses: set, with: { text: "{{input.text}}" } }
        output: "{{steps.say.output.text}}"
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await _engine.SaveAsync(Announce);
    }

    public async Task DisposeAsync()
    {
        _engine.IsSound();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Completed_StartsWhatFollows_WithTheMappedInput()
    {
        var run = await _engine.CompleteAsync(First("[{ workflow: announce, if: 'equals:run.state,Completed', input: { text: '{{steps.a.output.text}}!' } }]"), "first");

        var link = Assert.Single(run.Children);
        var next = await _engine.UntilFinalAsync(link.Id);
        Assert.Null(link.TaskId);
        Assert.Equal("hello!", next.Output!.Value.GetString());
        Assert.Equal((run.Summary.Id, "ana"), (next.Parent!.Id, next.Summary.StartedBy));
        Assert.Empty(run.Unstarted);
    }

    [Fact]
    public async Task FalseCondition_StartsNothing()
    {
        var run = await _engine.CompleteAsync(First("[{ workflow: announce, if: \"steps.a.output.text == 'bye'\" }]"), "first");

        Assert.Empty(run.Children);
        Assert.Empty(run.Unstarted);
    }

    [Fact]
    public async Task FailedRun_StartsNothing()
    {
        var run = await _engine.CompleteAsync(
            "{ name: first, steps: [ { id: bad, uses: process, with: { command: [no-such-program] } } ], next: [ { workflow: announce, input: { text: x } } ] }", "first");

        Assert.Equal(RunState.Failed, run.Summary.State);
        Assert.Empty(run.Children);
    }

    [Theory]
    [InlineData("[{ workflow: announce, input: { text: '{{steps.a.output.gone}}' } }]", "mapping", "steps.a.output.gone")]
    [InlineData("[{ workflow: announce, if: 'steps.a.output.gone > 1', input: { text: x } }]", "mapping", "steps.a.output.gone")]
    [InlineData("[{ workflow: announce, input: { txt: x } }]", "invalid-input", "text: ")]
    [InlineData("[{ workflow: nowhere }]", "unknown-workflow", "There is no workflow 'nowhere'")]
    public async Task WhatCannotBeStarted_IsToldByTheRun_WhichStaysCompleted(string next, string code, string part)
    {
        var run = await _engine.CompleteAsync(First(next), "first");

        Assert.Equal(RunState.Completed, run.Summary.State);
        var missing = Assert.Single(run.Unstarted);
        Assert.Equal(code, missing.Code);
        Assert.Contains(part, missing.Message, StringComparison.Ordinal);
        Assert.Contains("next Refuse >", await _engine.StoryAsync(run.Summary.Id));
    }

    [Fact]
    public async Task OneBadEntry_DoesNotStopTheOthers()
    {
        var run = await _engine.CompleteAsync(First("[{ workflow: nowhere }, { workflow: announce, input: { text: x } }]"), "first");

        Assert.Single(run.Unstarted);
        Assert.Single(run.Children);
    }

    [Fact]
    public async Task Circle_IsEndedWithASentence()
    {
        await _engine.SaveAsync("{ name: round, steps: [ { id: a, uses: set, if: always_false, with: { n: 1 } } ], next: [ { workflow: round } ] }");
        await _engine.RunAsync("round");

        var runs = (await _engine.Get<RunQueries>().ListAsync(new RunFilter { Workflow = "round", Limit = 200 })).Items;

        Assert.Equal(PlanLimits.RunHops + 1, runs.Count);
        Assert.All(runs, run => Assert.Equal(RunState.Completed, run.State));
        Assert.Equal("too-many-runs", Assert.Single((await _engine.Get<RunQueries>().GetAsync(runs[0].Id))!.Unstarted).Code);
    }

    private static string First(string next) => $$$"""
        name: first
        steps:
          - { id: a, uses: set, with: { text: hello } }
        next: {{{next}}}
        """;
}
