using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

public sealed class WorkflowYamlTests
{
    private const string Whole = """
        # everything that this version takes
        name: release-notes
        title: Release notes
        description: Drafts notes, lets an editor decide, and publishes the file.
        input:
          type: object
          required: [repository]
          properties:
            repository: { type: string }
            since: { type: string, default: "1 month ago" }
        failFast: false
        concurrency: { group: releases, max: 2 }
        resources: { gpu: 4 }
        steps:
          - id: commits
            uses: process
            with:
              command: [git, -C, "{{input.repository}}", log, "--since={{input.since}}", "--pretty=format:%h %s"]
            retry: { attempts: 3, delay: 2s, factor: 3, maxDelay: 30s, jitter: 0, on: [timeout, "http 5xx"] }
            timeout: 1m
            deadline: 1h
            resources: [repo, { name: db, mode: shared }, { name: gpu, slots: 3 }]
            concurrency: { group: git, max: 5 }
          - id: draft
            name: Draft the notes
            if: not_empty:steps.commits.output.stdout
            uses: llm
            with:
              prompt: |
                Write release notes.
                {{#if feedback}}The editor said: {{feedback}}{{/if}}
                {{steps.commits.output.stdout}}
            output:
              schema: { type: object, required: [text], properties: { text: { type: string, minLength: 20 } } }
            review:
              title: "Release notes for {{input.repository}}"
              instructions: Check the **facts**.
              show: { kind: markdown, value: "{{output.text}}" }
              evidence: [{ label: Commits, value: "{{steps.commits.output.stdout}}" }]
              edit: [text]
              when: "!(output.confidence >= 0.95)"
              sample: 0.1
              queue: editors
              assignees: [ada]
              approvals: 1
              risk: high
              undo: 60
              reasons: [Wrong, Too long]
              priority: 5
              due: 4h
              onTimeout: reject
              onReject: continue
              rounds: 2
            milestone: Drafted
            priority: -3
          - id: each
            uses: http
            needs: [draft, commits]
            join: any
            foreach: "{{steps.draft.output.items}}"
            maxParallel: 4
            tolerate: 10%
            onFailure: review
            with: { url: "https://example.org/{{index}}", method: POST, headers: { authorization: "Bearer {{secrets.TOKEN}}" }, body: "{{item}}", expect: [200, 201] }
            review: { before: true, onReject: { goto: commits, rounds: 2 } }
        output: { file: "{{steps.each.output}}" }
        """;

    [Fact]
    public void Read_WholeFile_GivesEverything()
    {
        var definition = Valid(Whole);
        Assert.Equal(("release-notes", "Release notes", false), (definition.Name, definition.Title, definition.FailFast));
        Assert.Equal(64, definition.Hash.Length);
        Assert.Equal(Whole, definition.Source);
        Assert.NotNull(definition.Input);
        Assert.NotNull(definition.Output);

        var commits = definition.Step("commits");
        Assert.Equal((3, TimeSpan.FromSeconds(2), 3d, TimeSpan.FromSeconds(30), 0d), (commits.Retry.Attempts, commits.Retry.Delay, commits.Retry.Factor, commits.Retry.MaxDelay, commits.Retry.Jitter));
        Assert.Equal(["timeout", "http 5xx"], commits.Retry.On);
        Assert.Equal(TimeSpan.FromMinutes(1), commits.Timeout);
        Assert.Empty(commits.Needs);
        Assert.Equal(TimeSpan.FromHours(1), commits.Deadline);
        Assert.Equal(
            [new("db", ResourceMode.Shared, 1, 1), new("gpu", ResourceMode.Slots, 3, 4), new("repo", ResourceMode.Exclusive, 1, 1)],
            commits.Resources);
        Assert.Equal(new ConcurrencyLimit("git", 5), commits.Concurrency);
        Assert.Equal(new ConcurrencyLimit("releases", 2), definition.Concurrency);
        Assert.Equal(["input.repository", "input.since"], commits.With.Paths);

        var draft = definition.Step("draft");
        Assert.Equal(("Draft the notes", "Drafted", -3), (draft.Name, draft.Milestone, draft.Priority));
        Assert.Equal(["commits"], draft.Needs);
        Assert.NotNull(draft.If);
        Assert.NotNull(draft.OutputSchema);

        var each = definition.Step("each");
        Assert.Equal(["draft", "commits"], each.Needs);
        Assert.Equal((1, 4, 10d, FailureRule.Review), (each.Join, each.MaxParallel, each.Tolerate.Percent, each.OnFailure));
        Assert.NotNull(each.ForEach);
        Assert.True(each.Review!.Before);
        Assert.Equal((RejectRule.GoTo, new GoTo("commits", 2)), (each.Review.OnReject, each.Review.GoTo));
    }

    [Fact]
    public void Read_ReviewBlock_GivesEverything()
    {
        var review = Valid(Whole).Step("draft").Review!;
        Assert.Equal(ArtifactKind.Markdown, review.Kind);
        Assert.Equal("Commits", Assert.Single(review.Evidence).Label);
        Assert.Equal(["text"], review.Edit);
        Assert.Equal("!(output.confidence >= 0.95)", review.When!.Text);
        Assert.Equal((0.1, "editors", Risk.High, 5), (review.Sample, review.Queue, review.Risk, review.Priority));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromHours(4), TimeoutRule.Reject, RejectRule.Continue, 2), (review.Undo, review.Due, review.OnTimeout, review.OnReject, review.Rounds));
        Assert.Equal(["ada"], review.Assignees);
        Assert.Equal(["Wrong", "Too long"], review.Reasons);
    }

    [Fact]
    public void Read_SmallestFile_HasDefaults()
    {
        var definition = Valid("name: a\nsteps:\n  - id: one\n    uses: set\n");
        var step = Assert.Single(definition.Steps);
        Assert.Equal(("a", true, "one"), (definition.Title, definition.FailFast, step.Name));
        Assert.Equal((RetryPolicy.None, Tolerance.None, FailureRule.Fail), (step.Retry, step.Tolerate, step.OnFailure));
        Assert.Null(step.Review);
        Assert.Equal("{}", step.With.Source.GetRawText());
    }

    [Fact]
    public void Read_CommentsBlanksQuotesAndOrder_KeepTheHash()
    {
        var first = Valid("name: a\nsteps:\n  - id: one\n    uses: set\n    with: { x: 1, y: text }\n").Hash;
        var second = Valid("# hello\nsteps:\n- {uses: 'set', with: {y: \"text\", x: 1}, id: one}\n\nname:   a\n").Hash;
        var third = Valid("name: a\nsteps:\n  - id: one\n    uses: set\n    with: { x: '1', y: text }\n").Hash;
        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
    }

    [Fact]
    public void Read_Anchors_AreExpanded()
    {
        var definition = Valid("name: a\nsteps:\n  - &one { id: one, uses: set, with: &with { x: 1 } }\n  - { id: two, uses: set, with: *with }\n");
        Assert.Equal("""{"x":1}""", definition.Step("two").With.Source.GetRawText());
    }

    [Theory]
    [InlineData("version: 012", "\"012\"")]
    [InlineData("version: 1.10", "1.10")]
    [InlineData("version: '1'", "\"1\"")]
    [InlineData("version: yes", "\"yes\"")]
    [InlineData("version: True", "true")]
    [InlineData("version: ~", "null")]
    [InlineData("version:", "null")]
    [InlineData("version: -1e3", "-1e3")]
    [InlineData("version: 1e999", "\"1e999\"")]
    [InlineData("version: .inf", "\".inf\"")]
    public void Read_Scalars_KeepJsonTypes(string line, string expected)
    {
        var definition = Valid($"name: a\nsteps:\n  - id: one\n    uses: set\n    with:\n      {line}\n");
        Assert.Equal(expected, definition.Steps[0].With.Source.GetProperty("version").GetRawText());
    }

    private static WorkflowDefinition Valid(string text)
    {
        var result = WorkflowYaml.Read(text, "test.yaml");
        Assert.Empty(result.Errors.Select(error => error.ToString()));
        return result.Definition!;
    }
}
