using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>What a file may say about going back, deadlines, locks and groups.</summary>
public sealed class FlowFormatTests
{
    [Theory]
    [InlineData("deadline: soon", "found 'soon', expected a duration")]
    [InlineData("resources: a", "expected a list")]
    [InlineData("resources: [a, b, a]", "resources[2]: 'a' stands here twice")]
    [InlineData("resources: [-a]", "expected a letter or a digit")]
    [InlineData("resources: [{ mode: shared }]", "a resource needs 'name'")]
    [InlineData("resources: [{ name: a, mode: mine }]", "expected exclusive or shared")]
    [InlineData("resources: [{ name: a, mode: shared, slots: 1 }]", "exclude each other")]
    [InlineData("resources: [{ name: a, slots: 2 }]", "no one can take 2 slots of 'a', which has 1")]
    [InlineData("concurrency: { group: a, max: 1.5 }", "whole number")]
    [InlineData("concurrency: { max: 1 }", "concurrency needs 'group'")]
    public void Read_StepMistake_IsSaid(string line, string part) =>
        Fails($"name: a\nsteps:\n  - id: one\n    uses: set\n    {line}\n", part);

    [Theory]
    [InlineData("expand: '{{input.a}}', uses: set", "'uses' has no effect with 'expand'")]
    [InlineData("expand: '{{input.a}}', with: { x: 1 }", "'with' has no effect with 'expand'")]
    [InlineData("expand: '{{input.a}}', foreach: [1]", "'foreach' has no effect with 'expand'")]
    [InlineData("expand: '{{input.a}} and more'", "expected exactly one path")]
    [InlineData("expand: '{{steps.gone.output}}'", "there is no step 'gone'")]
    [InlineData("expand: '{{input.a}}', kinds: [sett]", "did you mean 'set'")]
    [InlineData("expand: '{{input.a}}', review: { before: true }", "'before' has no effect with 'expand'")]
    [InlineData("expand: [a]", "found a list, expected a template as")]
    public void Read_ExpandMistake_IsSaid(string keys, string part) => Fails($"name: a\nsteps:\n  - {{ id: one, {keys} }}\n", part);

    [Theory]
    [InlineData("goto: later", "the step 'later' is not upstream")]
    [InlineData("goto: beside", "the step 'beside' is not upstream")]
    [InlineData("goto: first", null)]
    [InlineData("goto: first, rounds: 100", null)]
    public void Read_GoTo_NamesAStepThatIsUpstream(string rule, string? part)
    {
        var text = $$$"""
            name: a
            steps:
              - { id: first, uses: set, with: { said: "{{default steps.one.feedback ''}}" } }
              - { id: beside, uses: set, needs: [] }
              - { id: one, uses: set, needs: [first], review: { onReject: { {{{rule}}} } } }
              - { id: later, uses: set }
            """;
        Assert.Equal(part is null ? 0 : 1, Errors(text).Count(error => error.Path.EndsWith("goto", StringComparison.Ordinal)));
        Assert.All(Errors(text).Where(error => error.Path.EndsWith("goto", StringComparison.Ordinal)), error => Assert.Contains(part!, error.Message, StringComparison.Ordinal));
        Assert.Equal(part is not null, Errors(text).Any(error => error.Path.EndsWith("said", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Read_GoToRounds_AreBounded(int rounds) => Fails(
        $"name: a\nsteps:\n  - {{ id: first, uses: set }}\n  - {{ id: one, uses: set, review: {{ onReject: {{ goto: first, rounds: {rounds} }} }} }}\n",
        $"found {rounds}, expected 1 to 100");

    [Fact]
    public void Read_HumanStepWithALock_IsSaid() =>
        Fails("name: a\nsteps:\n  - { id: one, uses: human, resources: [a] }\n", "'resources' has no effect on a human step");

    private static void Fails(string text, string part)
    {
        var error = Assert.Single(Errors(text));
        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<DefinitionError> Errors(string text) => WorkflowYaml.Read(text, "a.yaml").Errors;
}
