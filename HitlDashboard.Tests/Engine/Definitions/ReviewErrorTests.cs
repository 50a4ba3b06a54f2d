using Xunit;
using static HitlDashboard.Tests.Engine.Definitions.YamlErrors;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class ReviewErrorTests
{
    [Theory]
    [InlineData("edit: [text]", "'edit' needs 'show'")]
    [InlineData("{ show: { kind: json }, edit: ['a..b'] }", "expected a path in the output")]
    [InlineData("onTimeout: reject", "'onTimeout' needs 'due'")]
    [InlineData("{ due: 1h, onTimeout: approve, risk: high }", "never allowed with risk high")]
    [InlineData("{ due: 1h, onTimeout: approve, risk: critical }", "never allowed with risk critical")]
    [InlineData("sample: 0.5", "'sample' has no effect without 'when'")]
    [InlineData("{ before: true, rounds: 2 }", "'rounds' has no effect with 'before: true'")]
    [InlineData("{ undo: 10, risk: critical }", "at least the 30 of this risk")]
    [InlineData("title: '{{secrets.TOKEN}}'", "secrets can only be read")]
    [InlineData("show: { value: '{{secrets.TOKEN}}' }", "secrets can only be read")]
    [InlineData("when: secrets.TOKEN", "secrets can only be read")]
    [InlineData("title: '{{steps.one.output}}'", "'output' is its output")]
    [InlineData("show: { kind: pdf }", "expected text or markdown")]
    [InlineData("show: { kind: experiment }", "'kind: experiment' is not built yet")]
    [InlineData("show: { value: a, artifact: b }", "exclude each other")]
    [InlineData("evidence: [{ label: a }]", "evidence needs 'value'")]
    [InlineData("risk: hihg", "did you mean 'high'")]
    [InlineData("queue: '{{input.team}}'", "templates are not filled in here")]
    [InlineData("reasons: [a, '{{b}}']", "review.reasons[1]: templates are not filled in here")]
    [InlineData("rounds: 101", "expected 0 to 100")]
    [InlineData("due: 5", "expected a duration as 4h")]
    [InlineData("form: { type: x }", "not a JSON Schema")]
    [InlineData("when: 'a >'", "condition can't be read")]
    [InlineData("onReject: retry", "expected fail or continue")]
    [InlineData("onReject: { goto: one }", "can't go back to the step 'one' itself")]
    [InlineData("onReject: { goto: gone }", "there is no step 'gone'")]
    [InlineData("onReject: { rounds: 2 }", "onReject needs 'goto'")]
    public void Read_ReviewMistake_IsSaid(string review, string part)
    {
        var block = review.StartsWith('{') ? review : $"{{ {review} }}";
        Fails($"name: a\nsteps:\n  - id: one\n    uses: set\n    review: {block}\n", part);
    }

    [Fact]
    public void Read_HumanStepWithAFormThatATimeoutWouldApprove_IsSaid() => Fails(
        "name: a\nsteps:\n  - { id: one, uses: human, with: { form: { type: object } }, review: { due: 1h, onTimeout: approve } }\n",
        "nobody would have filled in the form; use reject or escalate");

    [Fact]
    public void Read_HumanStepWithUselessReviewKeys_IsSaid() =>
        Fails("name: a\nsteps:\n  - { id: one, uses: human, review: { before: true } }\n", "'before' has no effect on a human step");
}
