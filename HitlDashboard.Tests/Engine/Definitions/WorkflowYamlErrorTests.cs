using HitlDashboard.Engine.Definitions;
using Xunit;

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

    [Theory]
    [InlineData("id: 1x", "a letter, then letters")]
    [InlineData("id: before", "the id 'before' is taken by steps[0]")]
    [InlineData("uses: evaluate", "'evaluate' steps are not built yet in this version.")]
    [InlineData("uses: signal", "signal needs 'name'")]
    [InlineData("uses: signal\n    with: { name: a b }", "expected letters, digits, '.', '_' or '-'")]
    [InlineData("uses: signal\n    with: { name: a, schema: { type: strin } }", "not a JSON Schema")]
    [InlineData("uses: signal\n    with: { name: a, timeout: soon }", "found 'soon', expected a duration")]
    [InlineData("uses: signal\n    with: { name: a }\n    timeout: 1h", "put it in 'with' to limit the wait")]
    [InlineData("uses: workflow\n    with: { name: A }", "lower-case letters")]
    [InlineData("uses: workflow\n    with: { name: a, input: { x: '{{secrets.TOKEN}}' } }", "secrets can only be read")]
    [InlineData("uses: workflow\n    with: { name: a, wait: 1 }", "expected true or false")]
    [InlineData("uses: sett", "did you mean 'set'")]
    [InlineData("needs: before", "found text ('before'), expected a list")]
    [InlineData("needs: [one]", "needs itself")]
    [InlineData("needs: [before, before]", "stands here twice")]
    [InlineData("needs: [befor]", "did you mean 'before'")]
    [InlineData("needs: [1]", "found a number (1), expected text")]
    [InlineData("join: some", "expected all, any or a number")]
    [InlineData("join: 2", "but the step needs 1 step; expected at most as many")]
    [InlineData("join: 0", "expected 1 to 1000")]
    [InlineData("if: 'steps.before.output >'", "condition can't be read. Position")]
    [InlineData("if: steps.one.output", "can't read itself")]
    [InlineData("if: failed(gone)", "no step 'gone'")]
    [InlineData("if: item > 1", "'item' has a value only in a step with 'foreach'")]
    [InlineData("foreach: a", "exactly one path")]
    [InlineData("foreach: '{{input.a}}{{input.b}}'", "exactly one path")]
    [InlineData("maxParallel: 2", "no effect without 'foreach'")]
    [InlineData("tolerate: 10%", "no effect without 'foreach'")]
    [InlineData("retry: { attempts: 101 }", "found 101, expected 1 to 100")]
    [InlineData("retry: { attempts: 1.5 }", "whole number")]
    [InlineData("retry: { delay: soon }", "found 'soon', expected a duration")]
    [InlineData("retry: { jitter: 2 }", "expected 0 to 1")]
    [InlineData("retry: 3", "found a number (3), expected a map")]
    [InlineData("timeout: 30", "found a number (30), expected a duration as 1m")]
    [InlineData("timeout: 0s", "expected a duration")]
    [InlineData("onFailure: retry", "expected fail or continue or review")]
    [InlineData("output: { schema: { requierd: [a] } }", "did you mean 'required'")]
    [InlineData("output: { shema: {} }", "did you mean 'schema'")]
    [InlineData("priority: 101", "expected -100 to 100")]
    [InlineData("name: '{{input.a}}'", "templates are not filled in here")]
    [InlineData("milestone: 'Done {{item}}'", "templates are not filled in here")]
    [InlineData("if: '{{input.a}}'", "without {{ }}")]
    [InlineData("kinds: [set]", "'kinds' has no effect without 'expand'")]
    public void Read_StepMistake_IsSaid(string line, string part)
    {
        var id = line.StartsWith("id:", StringComparison.Ordinal) ? "" : "    id: one\n";
        var uses = line.StartsWith("uses:", StringComparison.Ordinal) ? "" : "    uses: set\n";
        Fails($"name: a\nsteps:\n  - {{ id: before, uses: set }}\n  -\n{id}{uses}    {line}\n", part);
    }

    [Theory]
    [InlineData("http", "{}", "http needs 'url'")]
    [InlineData("http", "{ url: 'https://example.org', method: get }", "expected GET or HEAD")]
    [InlineData("http", "{ url: 'https://example.org', expect: [2000] }", "expected 100 to 599")]
    [InlineData("http", "{ url: 'https://example.org', expct: [200] }", "did you mean 'expect'")]
    [InlineData("http", "{ url: 'https://example.org', timeout: long }", "expected a duration")]
    [InlineData("process", "{ command: ls -l }", "found text ('ls -l'), expected a list")]
    [InlineData("process", "{ command: [] }", "empty list")]
    [InlineData("process", "{ command: [ls], parse: yaml }", "expected text or json or lines")]
    [InlineData("llm", "{ system: x }", "llm needs 'prompt'")]
    [InlineData("llm", "{ prompt: x, temperature: 3 }", "expected 0 to 2")]
    [InlineData("llm", "{ prompt: x, schema: { type: x } }", "not a JSON Schema")]
    [InlineData("browser", "{ actions: [] }", "browser needs 'url'")]
    [InlineData("browser", "{ url: 'https://example.org', actions: [{ clik: a }] }", "did you mean 'click'")]
    [InlineData("browser", "{ url: 'https://example.org', actions: [{ click: a, goto: b }] }", "exactly one of goto")]
    [InlineData("browser", "{ url: 'https://example.org', actions: [{ fill: a }] }", "'fill' needs 'value'")]
    [InlineData("browser", "{ url: 'https://example.org', actions: [{ extract: a }] }", "'extract' needs 'as'")]
    [InlineData("browser", "{ url: 'https://example.org', actions: [{ click: a, attribute: b }] }", "'attribute' has no effect without 'extract'")]
    [InlineData("browser", "{ url: 'https://example.org', headless: maybe }", "expected true or false")]
    [InlineData("template", "{ file: a.md }", "exactly one of 'template' and 'templateFile'")]
    [InlineData("template", "{ template: a, templateFile: b }", "exactly one of 'template' and 'templateFile'")]
    [InlineData("template", "{ template: a, data: { b: 1 } }", "'data' has no effect with 'template'")]
    [InlineData("delay", "{}", "exactly one of 'for' and 'until'")]
    [InlineData("delay", "{ for: soon }", "expected a duration")]
    [InlineData("delay", "{ until: tomorrow }", "expected a moment")]
    [InlineData("human", "{ form: { type: x } }", "not a JSON Schema")]
    [InlineData("human", "{ instructions: '{{secrets.TOKEN}}' }", "secrets can only be read")]
    [InlineData("delay", "{ for: '{{secrets.TOKEN}}' }", "secrets can only be read")]
    [InlineData("http", "{ url: '{{secrets.TOKEN.part}}' }", "a secret is one text and has no parts")]
    [InlineData("http", "{ url: '{{secrets[\"../TOKEN\"]}}' }", "a secret's name is letters")]
    [InlineData("set", "{ a: '{{output.x}}' }", "'output' has a value only in a review block")]
    [InlineData("set", "{ a: '{{item}}' }", "only in a step with 'foreach'")]
    [InlineData("set", "{ a: '{{steps.last.output}}' }", "is not final when this is read")]
    [InlineData("set", "{ a: '{{steps.first.outptu}}' }", "did you mean 'output'")]
    [InlineData("set", "{ a: '{{#if x}}' }", "template can't be read")]
    [InlineData("set", "[1]", "found a list, expected a map")]
    public void Read_WithMistake_IsSaid(string uses, string with, string part) =>
        Fails($"name: a\nsteps:\n  - {{ id: first, uses: set }}\n  - id: one\n    uses: {uses}\n    with: {with}\n  - {{ id: last, uses: set }}\n", part);

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
    public void Read_HumanStepWithUselessReviewKeys_IsSaid() =>
        Fails("name: a\nsteps:\n  - { id: one, uses: human, review: { before: true } }\n", "'before' has no effect on a human step");

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

    private static void Fails(string text, string part)
    {
        var error = Assert.Single(Errors(text));
        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<DefinitionError> Errors(string text) => WorkflowYaml.Read(text, "a.yaml").Errors;
}
