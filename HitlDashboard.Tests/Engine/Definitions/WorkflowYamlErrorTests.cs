using HitlDashboard.Engine.Definitions;
using Xunit;
using static HitlDashboard.Tests.Engine.Definitions.YamlErrors;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class WorkflowYamlErrorTests
{
    [Fact]
    public void Read_FiveDifferentMistakes_GivesFiveErrorsWithLinesAndColumns()
    {
        const string Text = """
            name: five
            steps:
              - id: fetch
                uses: htpp
                with: { url: "https://example.org" }
              - id: draft
                uses: template
                with: { template: "{{steps.fetsh.output.body}}" }
                timeout: 5 parsecs
                reveiw: { title: x }
              - id: done
                uses: set
                needs: [draft, publish]
            """;
        var result = WorkflowYaml.Read(Text, "five.yaml");
        Assert.Null(result.Definition);
        Assert.Equal(
            [
                "five.yaml(4,11): error: steps[0].uses: there is no kind of step 'htpp'; did you mean 'http'; expected one of http, process, llm, browser, template, delay, signal, workflow, human, set.",
                "five.yaml(8,23): error: steps[1].with.template: 'steps.fetsh.output.body': there is no step 'fetsh'; did you mean 'fetch'.",
                "five.yaml(9,14): error: steps[1].timeout: found '5 parsecs', expected a duration as 500ms, 90s, 5m, 4h, 2d or PT90S, at most 3650d.",
                "five.yaml(10,5): error: steps[1].reveiw: a step has no key 'reveiw'; did you mean 'review'; expected one of id, name, uses, expand, kinds, with, needs, join, if, foreach, maxParallel, tolerate, retry, timeout, deadline, resources, concurrency, onFailure, output, review, milestone, priority.",
                "five.yaml(13,20): error: steps[2].needs[1]: there is no step 'publish'.",
            ],
            result.Errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("nam: a", "did you mean 'name'")]
    [InlineData("name: Upper", "lower-case letters")]
    [InlineData("name: 12", "found a number (12), expected text. Put it in quotes")]
    [InlineData("title: [a]", "found a list, expected text")]
    [InlineData("failFast: 'yes'", "found text ('yes'), expected true or false")]
    [InlineData("input: { type: strin }", "not a JSON Schema: type:")]
    [InlineData("output: '{{steps.gone.output}}'", "no step 'gone'")]
    [InlineData("output: '{{secrets.TOKEN}}'", "secrets can only be read")]
    [InlineData("output: '{{item}}'", "only in a step with 'foreach'")]
    [InlineData("output: '{{inptu.x}}'", "did you mean 'input'")]
    [InlineData("concurrency: { group: a }", "concurrency needs 'max'")]
    [InlineData("concurrency: { group: a, max: 0 }", "expected 1 to 1000")]
    [InlineData("resources: [gpu]", "found a list, expected a map")]
    [InlineData("resources: { gpu: 0 }", "'gpu': found a number (0), expected how many slots")]
    [InlineData("next: [{ workflow: Upper }]", "next[0].workflow: found 'Upper', expected lower-case letters")]
    [InlineData("next: [{ if: 'always()' }]", "an entry of next needs 'workflow'")]
    [InlineData("next: [{ workflow: b, input: { a: '{{steps.gone.output}}' } }]", "next[0].input.a: 'steps.gone.output': there is no step 'gone'")]
    [InlineData("next: [{ workflow: b, input: { a: '{{item}}' } }]", "only in a step with 'foreach'")]
    [InlineData("schedule: [{ cron: 0 8 * * * }]", "schedule[0].cron: '0 8 * * *' can't be read: it has 5 fields, expected 6 or 7")]
    [InlineData("schedule: [{ cron: 0 61 8 * * ? }]", "schedule[0].cron: '0 61 8 * * ?' can't be read: Minute and Second values must be between 0 and 59.")]
    [InlineData("schedule: [{ cron: 0 0 0 30 2 ? }]", "names no day that exists")]
    [InlineData("schedule: [{ cron: 0 0 8 * * ?, timeZone: Europe/Berln }]", "schedule[0].timeZone: there is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'")]
    [InlineData("schedule: [{ cron: 0 0 8 * * ?, catchUp: some }]", "found 'some', expected one or all or none")]
    [InlineData("schedule: [{ cron: 0 0 8 * * ?, overlap: wait }]", "found 'wait', expected skip or queue or allow")]
    [InlineData("schedule: [{ cron: 0 0 8 * * ? }, { cron: 0 0 8 * * ? }]", "schedule[1].cron: '0 0 8 * * ?' stands here twice for UTC")]
    [InlineData("schedule: [{ cron: 0 0 8 * * ?, input: { a: '{{input.b}}' } }]", "schedule[0].input.a: 'input.b': 'input' names nothing")]
    [InlineData("input: { type: object, required: [b] }\nschedule: [{ cron: 0 0 8 * * ?, input: { a: 1 } }]", "schedule[0].input: the workflow's input does not allow it: b: ")]
    public void Read_TopLevelMistake_IsSaid(string line, string part) =>
        Fails((line.StartsWith("nam", StringComparison.Ordinal) ? "" : "name: a\n") + line + "\nsteps:\n  - { id: one, uses: set }\n", part);

    [Fact]
    public void Read_Cycle_IsSaidOnce()
    {
        var error = Assert.Single(Errors("name: a\nsteps:\n  - { id: one, uses: set, needs: [three] }\n  - { id: two, uses: set }\n  - { id: three, uses: set }\n"));
        Assert.Equal("the steps wait for each other: 'one' waits for 'three' waits for 'two' waits for 'one'.", error.Message);
        Assert.Equal((3, 34, "steps[0].needs"), (error.Line, error.Column, error.Path));
    }

    [Fact]
    public void Read_TransitiveUpstream_MayBeRead() => Assert.Empty(Errors("""
        name: a
        steps:
          - { id: last, uses: set, needs: [mid], with: { a: "{{steps.first.output}}" } }
          - { id: mid, uses: set, needs: [first] }
          - { id: first, uses: set, needs: [] }
        """));

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("# nothing\n", "The file is empty")]
    [InlineData("---\n", "The file is empty")]
    [InlineData("just text", "expected a map with name and steps")]
    [InlineData("- a", "found a list, expected a map")]
    [InlineData("a: b: c", "This is not YAML")]
    [InlineData("a: [", "This is not YAML")]
    [InlineData("name: a\n---\nname: b", "A file holds one document")]
    [InlineData("name: !!str a", "The tag 'tag:yaml.org,2002:str' is not allowed")]
    [InlineData("if: !(a)", "starts with ! in quotes")]
    [InlineData("name: *x", "names no anchor")]
    [InlineData("name: &x [*x]", "names no anchor")]
    [InlineData("? [a]\n: b", "A key is a plain text")]
    [InlineData("name: a\nsteps: []", "found 0 steps, expected 1 to 1000")]
    [InlineData("name: a\nsteps: [a]", "steps[0]: found text ('a'), expected a map")]
    public void Read_Malformed_GivesOneClearError(string text, string part) => Fails(text, part);

    [Fact]
    public void Read_DuplicateKey_IsReportedWhereItStands()
    {
        var error = Assert.Single(Errors("name: a\nsteps:\n  - id: one\n    uses: set\n    uses: http\n"));
        Assert.Equal((5, 5, "steps[0].uses"), (error.Line, error.Column, error.Path));
    }
}
