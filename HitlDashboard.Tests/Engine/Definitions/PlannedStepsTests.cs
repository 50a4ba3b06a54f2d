using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Plans come from models: they get the errors of a file, and can't say what is for the file to say.</summary>
public sealed class PlannedStepsTests
{
    private static readonly WorkflowDefinition File = Read("""
        name: a
        steps:
          - { id: first, uses: set }
          - { id: beside, uses: set, needs: [] }
          - { id: work, expand: "{{steps.first.output.tasks}}", needs: [first], kinds: [set, human, delay, http], priority: 7, review: { queue: leads, risk: high, due: 2h, onTimeout: reject, onReject: { goto: first } } }
          - { id: last, uses: set }
        """);

    [Theory]
    [InlineData("""{ "id": "a" }""", "found a map, expected a list of steps")]
    [InlineData(""" "- id: a" """, "found text ('- id: a'), expected a list of steps")]
    [InlineData("[1]", "steps[0]: found a number (1), expected a map")]
    [InlineData("""[{ "uses": "set" }]""", "steps[0].id: a step needs 'id'")]
    [InlineData("""[{ "id": "a" }]""", "steps[0].uses: a step needs 'uses'")]
    [InlineData("""[{ "id": "a", "uses": "sett" }]""", "did you mean 'set'")]
    [InlineData("""[{ "id": "a", "id": "b", "uses": "set" }]""", "'id' stands here twice")]
    [InlineData("""[{ "id": "a", "uses": "set", "neds": [] }]""", "did you mean 'needs'")]
    [InlineData("""[{ "id": "a", "uses": "set" }, { "id": "a", "uses": "set" }]""", "is taken by steps[0]")]
    [InlineData("""[{ "id": "beside", "uses": "set" }]""", "'beside' is taken by another step of the run")]
    [InlineData("""[{ "id": "a", "uses": "set", "needs": ["b"] }, { "id": "b", "uses": "set" }]""", "wait for each other")]
    [InlineData("""[{ "id": "a", "uses": "set", "needs": ["first"] }]""", "there is no step 'first'")]
    [InlineData("""[{ "id": "a", "uses": "set", "with": { "x": "{{steps.beside.output}}" } }]""", "there is no step 'beside'")]
    [InlineData("""[{ "id": "a", "uses": "set", "with": { "x": "{{steps.work.output}}" } }]""", "there is no step 'work'")]
    [InlineData("""[{ "id": "a", "uses": "set", "with": { "x": "{{#if x}}" } }]""", "template can't be read")]
    [InlineData("""[{ "id": "a", "uses": "http", "with": { "url": "https://example.org", "headers": { "a": "{{secrets.TOKEN}}" } } }]""", "secrets can only be read")]
    [InlineData("""[{ "id": "a", "uses": "process", "with": { "command": ["rm", "-rf", "/"] } }]""", "a plan of the step 'work' can't use 'process'; the file allows set, human, delay, http.")]
    [InlineData("""[{ "id": "a", "uses": "set", "priority": 100 }]""", "a plan can't say 'priority'")]
    [InlineData("""[{ "id": "a", "uses": "set", "resources": ["deploy"] }]""", "a plan can't say 'resources'")]
    [InlineData("""[{ "id": "a", "uses": "set", "concurrency": { "group": "a", "max": 9 } }]""", "a plan can't say 'concurrency'")]
    [InlineData("""[{ "id": "a", "expand": "{{input.x}}", "kinds": ["process"] }]""", "a plan can't say 'kinds'")]
    [InlineData("""[{ "id": "a", "uses": "set", "review": { "queue": "friends" } }]""", "a plan can't say 'queue' of a review")]
    [InlineData("""[{ "id": "a", "uses": "set", "review": { "risk": "low" } }]""", "a plan can't say 'risk' of a review")]
    [InlineData("""[{ "id": "a", "uses": "set", "review": { "when": "false" } }]""", "a plan can't say 'when' of a review")]
    [InlineData("""[{ "id": "a", "uses": "set", "review": { "onReject": "continue" } }]""", "a plan can't say 'onReject' of a review")]
    [InlineData("""[{ "id": "a", "uses": "set", "if": "always()" }]""", "a plan can't say always()")]
    [InlineData("""[{ "id": "a", "uses": "human" }, { "id": "b", "uses": "set", "if": "rejected(a)" }]""", "can't go on after a person rejected 'a'")]
    [InlineData("""[{ "id": "a", "uses": "set", "review": {} }, { "id": "b", "uses": "set", "if": "failed(a)" }]""", "can't go on after a person rejected 'a'")]
    public void Read_WhatAPlanMayNotBe_IsSaid(string plan, string part) =>
        Assert.Contains(part, Assert.Single(Plan(plan).Errors).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_ValidPlan_GetsItsPlaceAndTheFilesRules()
    {
        var steps = Plan(
            """
            [{ "id": "a", "uses": "set", "with": { "x": "{{steps.first.output.x}}" }, "review": { "title": "Look", "before": true } },
             { "id": "b", "uses": "human", "name": "Second" },
             { "id": "c", "uses": "set", "needs": [], "onFailure": "review" },
             { "id": "d", "uses": "set", "needs": [] }]
            """).Steps;

        Assert.Equal(["a after work", "b after a", "c after work", "d after work"], steps.Select(step => $"{step.Id} after {string.Join(',', step.Needs)}"));
        Assert.All(steps, step => Assert.Equal(("work", 7), (step.PlannedBy, step.Priority)));
        Assert.All(steps.Take(2), step => Assert.Equal(
            ("leads", Risk.High, TimeSpan.FromHours(2), TimeoutRule.Reject, RejectRule.Fail, null),
            (step.Review!.Queue, step.Review.Risk, step.Review.Due, step.Review.OnTimeout, step.Review.OnReject, step.Review.GoTo)));
        Assert.True(steps[0].Review!.Before);
        Assert.Equal(("leads", "always_false"), (steps[2].Review!.Queue, steps[2].Review!.When!.Text));
        Assert.Null(steps[3].Review);
    }

    [Fact]
    public void Read_ManySteps_HasTheLimitOfAFile()
    {
        var plan = JsonSerializer.Serialize(Enumerable.Range(0, 1001).Select(i => new { id = $"s{i}", uses = "set" }));
        Assert.Contains("found 1001 steps, expected at most 1000", Assert.Single(Plan(plan).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeepOrLargePlan_IsRefused()
    {
        var deep = $$"""[{ "id": "a", "uses": "set", "with": { "x": {{string.Concat(Enumerable.Repeat("[", 40))}}{{string.Concat(Enumerable.Repeat("]", 40))}} } }]""";
        Assert.Contains("Nested deeper than 32", Assert.Single(Plan(deep).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("larger than 1048576", Assert.Single(Plan($"[\"{new string('x', 1_048_577)}\"]").Errors).Message, StringComparison.Ordinal);
        Assert.Contains("not valid Unicode", Assert.Single(Plan("""[{ "id": "\ud800", "uses": "set" }]""").Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_PlanWithinAPlan_KeepsTheKinds_AndEndsSomewhere()
    {
        var definition = File;
        var expanding = definition.Step("work");
        for (var depth = 1; depth <= PlannedSteps.MaxDepth; depth++)
        {
            var read = PlannedSteps.Read(definition, expanding, Json($$"""[{ "id": "e{{depth}}", "expand": "{{"{{input.x}}"}}" }]"""));
            Assert.Empty(read.Errors);
            definition = definition.With(expanding.Id, read.Steps);
            expanding = definition.Step($"e{depth}");
            Assert.Equal(["set", "human", "delay", "http"], expanding.Expand!.Kinds);
        }

        Assert.Contains("nested deeper than 8", Assert.Single(PlannedSteps.Read(definition, expanding, Json("[]")).Errors).Message, StringComparison.Ordinal);
        Assert.Equal(File.Steps.Select(step => step.Id), definition.Without("work").Steps.Select(step => step.Id));
    }

    private static PlannedStepsResult Plan(string json) => PlannedSteps.Read(File, File.Step("work"), Json(json));

    private static JsonElement Json(string text) => EngineJson.Parse(text);

    private static WorkflowDefinition Read(string text)
    {
        var read = WorkflowYaml.Read(text, "a.yaml");
        Assert.Empty(read.Errors);
        return read.Definition!;
    }
}
