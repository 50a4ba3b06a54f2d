using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Values are refused where they come in, before they nest so deep that the engine could not read what it wrote.</summary>
public sealed class DeepValueTests : TaskOperations
{
    private const int Deepest = 60;

    [Fact]
    public async Task Output_ThatEachStepNestsDeeper_FailsItsStep_AndTheRunStaysReadable()
    {
        var nest = string.Concat(Enumerable.Repeat("{ a: ", 25)) + "\"{{X}}\"" + string.Concat(Enumerable.Repeat(" }", 25));
        var id = await StartAsync(
            $"""
            name: nests
            steps:
              - id: one
                uses: set
                with: {nest.Replace("X", "input", StringComparison.Ordinal)}
              - id: two
                uses: set
                with: {nest.Replace("X", "steps.one.output", StringComparison.Ordinal)}
              - id: three
                uses: set
                with: {nest.Replace("X", "steps.two.output", StringComparison.Ordinal)}
            """);

        var failed = (await Engine.UntilFinalAsync(id)).Tasks.Single(task => task.Step == "three");

        Assert.Contains("nested deeper than 60 levels", failed.Error?.Message, StringComparison.Ordinal);
        await Engine.RestartAsync();
        Assert.Null((await Engine.Get<ChangeTask>().RetryAsync(failed.Id, Operator)).Refused);
        await Engine.UntilAsync(id, run => run.Tasks.Any(task => task is { Step: "three", Attempt: 2, State: TaskState.Failed }));
    }

    [Theory]
    [InlineData(Deepest - 1, null)]
    [InlineData(Deepest, "output-too-deep")]
    public async Task Output_OfAProgram_IsTakenUpToTheLimit(int levels, string? code)
    {
        await Engine.SaveAsync("name: says\nsteps:\n  - { id: say, uses: process, with: { command: [echo, '{{input.text}}'], parse: json } }\n");

        var run = await Engine.UntilFinalAsync(await Engine.RunAsync("says", new { text = new string('[', levels) + new string(']', levels) }));

        Assert.Equal(code, run.Tasks[0].Error?.Code);
    }

    [Theory]
    [InlineData(Deepest, null)]
    [InlineData(Deepest + 1, "invalid-input")]
    public async Task Input_IsTakenUpToTheLimit_AndGoesThroughEverything(int levels, string? code)
    {
        await Engine.SaveAsync(
            """
            name: deep
            steps:
              - { id: each, uses: set, foreach: "{{input.list}}", with: { x: "{{item}}" }, review: { before: true } }
            output: { all: "{{input.list}}" }
            """);

        var answer = await Engine.Get<StartRun>().ExecuteAsync("deep", Deep(levels), Engine.Ana);

        Assert.Equal(code, answer.Refused?.Code);
        if (code is null)
        {
            await Engine.ReviewAsync(answer.Value);
            await Engine.RestartAsync();
            await Engine.DecideAsync(await Engine.ReviewAsync(answer.Value), Verdict.Approve);
            Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(answer.Value)).Summary.State);
        }
    }

    [Fact]
    public async Task WhatPeopleAndProgramsGive_IsRefusedWithoutHarm()
    {
        await Engine.SaveAsync(
            """
            name: given
            steps:
              - { id: ask, uses: set, with: { list: [] }, needs: [], review: { show: { kind: json }, form: { type: object } } }
              - { id: act, uses: set, with: { list: [] }, needs: [], review: { before: true } }
              - { id: paid, uses: signal, with: { name: paid }, needs: [] }
            """);
        var id = await Engine.RunAsync("given");
        var run = await Engine.UntilAsync(id, found => found.Awaiting.Count == 2);
        var review = (await Engine.Get<ReviewQueries>().GetAsync(run.Tasks.Single(found => found.Step == "ask").ReviewId!.Value))!;
        var task = run.Tasks.Single(found => found.Step == "act");

        Assert.Equal("invalid-output", (await Engine.DecideAsync(review, Verdict.Amend, Deep(Deepest + 1))).Refused?.Code);
        Assert.Equal("invalid-output", (await SkipAsync(task, Deep(Deepest + 1))).Refused?.Code);
        Assert.Equal("invalid-input", (await ChangeAsync(task, Deep(Deepest + 1))).Refused?.Code);
        Assert.Equal("invalid-payload", (await Engine.Get<SendSignal>().ExecuteAsync(id, "paid", Deep(Deepest + 1), Engine.Ana)).Refused?.Code);
        Assert.Null((await Engine.DecideAsync(review, Verdict.Amend, Deep(Deepest))).Refused);
        Assert.Null((await SkipAsync(task, Deep(Deepest))).Refused);
        Assert.Null((await Engine.Get<SendSignal>().ExecuteAsync(id, "paid", Deep(Deepest - 1), Engine.Ana)).Refused);
        Assert.Equal(RunState.Completed, (await Engine.UntilFinalAsync(id)).Summary.State);
    }

    /// <summary>An object with a list of lists, so many levels in all.</summary>
    private static JsonElement Deep(int levels)
    {
        using var document = JsonDocument.Parse(
            $$"""{"list":{{new string('[', levels - 1)}}{{new string(']', levels - 1)}}}""", new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }
}
