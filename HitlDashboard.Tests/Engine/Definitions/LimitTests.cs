using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Every limit of the format: what is just within it is taken, what is just beyond it is refused with a message that says the limit.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(1000, null)]
    [InlineData(1001, "found 1001 steps, expected 1 to 1000")]
    public void Steps_InAFile(int steps, string? problem) =>
        Check("name: a\nsteps:\n" + string.Concat(Enumerable.Range(0, steps).Select(i => $"  - {{ id: s{i}, uses: set }}\n")), problem);

    [Theory]
    [InlineData(1_048_576, null)]
    [InlineData(1_048_577, "The file is larger than 1048576 bytes")]
    public void Bytes_OfAFile(int bytes, string? problem)
    {
        const string Steps = "name: a\nsteps:\n  - { id: one, uses: set }\n";
        Check(Steps + "#" + new string('x', bytes - Steps.Length - 1), problem);
        var (pairs, odd) = Math.DivRem(bytes - Steps.Length - 1, 2);
        Check(Steps + "#" + new string('é', pairs) + new string('x', odd), problem);
    }

    [Theory]
    [InlineData(28, null)]
    [InlineData(29, "Nested deeper than 32 levels")]
    public void Levels_OfNesting(int levels, string? problem) =>
        Check($"name: a\nsteps:\n  - {{ id: one, uses: set, with: {string.Concat(Enumerable.Repeat("{ a: ", levels))}1{string.Concat(Enumerable.Repeat(" }", levels))} }}\n", problem);

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, "The aliases expand to more than 10000 values")]
    public void Values_BehindAliases(int uses, string? problem)
    {
        var list = string.Join(", ", Enumerable.Repeat("x", 100));
        Check($"name: a\nsteps:\n  - {{ id: one, uses: set, with: {{ list: &l [{list}], all: [{string.Join(", ", Enumerable.Repeat("*l", uses))}] }} }}\n", problem);
    }

    [Theory]
    [InlineData("retry: { attempts: 100 }", null)]
    [InlineData("retry: { attempts: 101 }", "found 101, expected 1 to 100")]
    [InlineData("review: { rounds: 100 }", null)]
    [InlineData("review: { rounds: 101 }", "found 101, expected 0 to 100")]
    [InlineData("review: { undo: 60 }", null)]
    [InlineData("review: { undo: 61 }", "found 61, expected 0 to 60")]
    [InlineData("review: { assignees: [ana] }", null)]
    [InlineData("review: { assignees: [ana, ben] }", "expected at most 1")]
    [InlineData("foreach: [1], maxParallel: 1000", null)]
    [InlineData("foreach: [1], maxParallel: 1001", "found 1001, expected 1 to 1000")]
    public void Numbers_OfAStep(string keys, string? problem) => Check($"name: a\nsteps:\n  - {{ id: one, uses: set, {keys} }}\n", problem);

    [Theory]
    [InlineData(9_998, 1, true)]
    [InlineData(9_999, 1, false)]
    [InlineData(9_999, 0, false)]
    [InlineData(6_000, 4_000, false)]
    [InlineData(10_001, 0, false)]
    public void Tasks_OfARun_AreCountedOverAllItsSteps(int first, int second, bool isWithin)
    {
        var definition = WorkflowYaml.Read(
            "name: a\nsteps:\n  - { id: begin, uses: set }\n  - { id: one, uses: set, foreach: '{{input.first}}' }\n  - { id: two, uses: set, needs: [begin], foreach: '{{input.second}}' }\n", "a.yaml").Definition!;
        var values = new RunValues
        {
            RunId = RunId.New(TimeProvider.System),
            Workflow = "a",
            StartedBy = "ana",
            State = RunState.Running,
            Input = EngineJson.From(new { first = Enumerable.Range(0, first), second = Enumerable.Range(0, second) }),
            Steps = new Dictionary<string, StepValue>(),
        };
        var counts = new Dictionary<string, StepCount> { ["begin"] = new() { Expected = 1, Planned = 1, Final = 1 } };

        var plan = RunPlanner.Plan(definition, counts, values, DateTimeOffset.UnixEpoch);

        Assert.True(plan.Tasks.Count <= PlanLimits.Tasks);
        Assert.Equal(isWithin, plan.Tasks.All(task => task.Error is null));
        Assert.All(plan.Tasks.Where(task => task.Error is not null), task => Assert.Contains("a run has at most 10000 tasks in all", task.Error!.Message, StringComparison.Ordinal));
    }

    private static void Check(string text, string? problem)
    {
        var errors = WorkflowYaml.Read(text, "a.yaml").Errors;
        if (problem is null)
        {
            Assert.Empty(errors);
            return;
        }

        Assert.Contains(problem, Assert.Single(errors).Message, StringComparison.Ordinal);
    }
}
