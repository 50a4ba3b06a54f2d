using System.Text.Json;
using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.DryRuns;

public sealed class DryRunTests : IAsyncLifetime
{
    private const string Letter = """
        name: letter
        input: { type: object, required: [who], properties: { who: { type: string }, greeting: { type: string, default: Dear } } }
        steps:
          - { id: facts, uses: http, with: { url: "https://example.invalid/{{input.who}}", headers: { token: "{{secrets.TOKEN}}" } } }
          - id: draft
            uses: template
            with: { template: "{{input.greeting}} {{input.who}}, {{steps.facts.output.body}} {{default feedback ''}}" }
            review: { title: "Letter to {{input.who}}", show: { kind: text, value: "{{output.text}}" }, edit: [text], queue: editors, due: 4h, onReject: fail, rounds: 3 }
          - { id: rest, uses: delay, with: { for: 2d } }
          - { id: publish, uses: template, with: { template: "{{steps.draft.output.text}}", file: letter.txt } }
        output: { text: "{{steps.publish.output.text}}" }
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        await _engine.SaveAsync(Letter);
    }

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Fact]
    public async Task Execute_GivenOutputs_ShowsThePathTheCardsAndTheOutput()
    {
        var played = await PlayAsync(new { facts = new { body = "all is well" } });

        Assert.Equal(RunState.Completed, played.State);
        Assert.Equal("Dear Ann, all is well ", played.Output!.Value.GetProperty("text").GetString());
        Assert.Equal(["facts", "draft", "rest", "publish"], played.Path);
        Assert.Equal(["given", "computed", "computed", "computed"], played.Tasks.Select(task => task.Source));
        var card = Assert.Single(played.Cards);
        Assert.Equal(("draft", 1, "Letter to Ann", "editors", "PT4H", Verdict.Approve), (card.Step, card.Round, card.Title, card.Queue, card.Due, card.Decision));
        Assert.Equal("Dear Ann, all is well ", card.Content.GetString());
        Assert.StartsWith("P2D", played.Waited, StringComparison.Ordinal);
        Assert.Empty(played.NeedsOutput);
    }

    [Fact]
    public async Task Execute_NothingGiven_SaysWhichStepsNeedAnOutput()
    {
        var played = await PlayAsync(new { });

        Assert.Equal((RunState.Failed, "no-output"), (played.State, played.Error!.Code));
        Assert.Equal(["facts"], played.NeedsOutput);
    }

    [Fact]
    public async Task Execute_Decisions_AreThoseOfTheScript()
    {
        var played = await PlayAsync(
            new { facts = new { body = "x" } },
            new { draft = new object[] { new { decision = "sendBack", reason = "shorter" }, new { decision = "amend", output = new { text = "Hi" } } } });

        Assert.Equal("Hi", played.Output!.Value.GetProperty("text").GetString());
        Assert.Equal([(1, Verdict.SendBack), (2, (Verdict?)Verdict.Amend)], played.Cards.Select(card => (card.Round, card.Decision)));
        Assert.Contains("shorter", played.Cards[1].Content.GetString(), StringComparison.Ordinal);

        var rejected = await PlayAsync(new { facts = new { body = "x" } }, new { draft = "reject" });
        Assert.Equal((RunState.Failed, 2), (rejected.State, rejected.Path.Count));
    }

    [Fact]
    public async Task Execute_AfterARun_UsesItsOutputs_AndSaysHowLongItTakes()
    {
        await _engine.SaveAsync(Letter.Replace("uses: http", "uses: set", StringComparison.Ordinal).Replace("{ for: 2d }", "{ for: 1ms }", StringComparison.Ordinal)
            .Replace("""{ url: "https://example.invalid/{{input.who}}", headers: { token: "{{secrets.TOKEN}}" } }""", "{ body: recorded }", StringComparison.Ordinal));
        var id = await _engine.RunAsync("letter", new { who = "Bob" });
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);
        await _engine.UntilFinalAsync(id);
        await _engine.SaveAsync(Letter);

        var played = await PlayAsync(new { });

        Assert.Equal("Dear Ann, recorded ", played.Output!.Value.GetProperty("text").GetString());
        Assert.Equal("recorded", played.Tasks[0].Source);
        Assert.Equal((1, 0), (played.Estimate!.Runs, played.Estimate.Unknown.Count));
        Assert.StartsWith("PT", played.Estimate.Typical, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_Anything_WritesNothingAndLeavesNoFolder()
    {
        var before = await StateAsync();

        await PlayAsync(new { facts = new { body = "x" } });

        Assert.Equal(before, await StateAsync());
        Assert.Empty((await _engine.Get<RunQueries>().ListAsync(new RunFilter())).Items);
        Assert.False(Directory.Exists(Path.Combine(_engine.Folder, "published", "letter")));
    }

    [Fact]
    public async Task Execute_SchemaAndForm_StandInForWhatIsMissing()
    {
        await _engine.SaveAsync("""
            name: shaped
            steps:
              - id: rate
                uses: llm
                with: { prompt: x }
                output: { schema: { type: object, required: [json], properties: { json: { type: object, required: [score, words], properties: { score: { type: integer, minimum: 3 }, words: { type: array, minItems: 2, items: { type: string, minLength: 6 } } } } } } }
              - { id: ask, uses: human, with: { instructions: Say, form: { type: object, required: [choice], properties: { choice: { type: string, enum: [red, blue] } } } } }
              - { id: each, uses: process, foreach: [a, b], with: { command: [echo, "{{item}}"] } }
            output: { score: "{{steps.rate.output.json.score}}", choice: "{{steps.ask.output.choice}}", each: "{{steps.each.output}}" }
            """);

        var answer = await _engine.Get<DryRun>().ExecuteAsync("shaped", Script(new { each = new[] { new { stdout = "1" }, new { stdout = "2" } } }));

        Assert.True(answer.Refused is null, answer.Refused?.Message);
        Assert.Equal("""{"score":3,"choice":"red","each":[{"stdout":"1"},{"stdout":"2"}]}""", answer.Value!.Output?.GetRawText());
        Assert.Equal(["example", "computed", "given", "given"], answer.Value.Tasks.Select(task => task.Source));
    }

    [Fact]
    public async Task Execute_SignalsAndChildRuns_AreAnsweredByTheScript()
    {
        await _engine.SaveAsync("""
            name: linked
            steps:
              - { id: paid, uses: signal, with: { name: paid, timeout: 1h } }
              - { id: child, uses: workflow, with: { name: letter, input: { who: "{{steps.paid.output.by}}" } } }
            output: { child: "{{steps.child.output.text}}", by: "{{steps.paid.output.by}}" }
            next: [{ workflow: letter, input: { who: Ann } }]
            """);

        var answer = await _engine.Get<DryRun>().ExecuteAsync("linked", Script(new { paid = new { by = "Ann" }, child = new { text = "Hello" } }));
        Assert.Equal("""{"child":"Hello","by":"Ann"}""", answer.Value!.Output?.GetRawText());

        var without = await _engine.Get<DryRun>().ExecuteAsync("linked", Script(new { }));
        Assert.Equal((RunState.Failed, 2), (without.Value!.State, without.Value.NeedsOutput.Count));
    }

    [Fact]
    public async Task Execute_StepsPlannedAtRunTime_GetTheirOutputsToo()
    {
        await _engine.SaveAsync("""
            name: planned
            steps:
              - { id: plan, uses: http, with: { url: "https://example.invalid" } }
              - { id: work, expand: "{{steps.plan.output.tasks}}" }
            """);
        var plan = new { tasks = new object[] { new { id = "one", uses = "llm", with = new { prompt = "x" } } } };

        var answer = await _engine.Get<DryRun>().ExecuteAsync("planned", Script(new { plan, one = new { body = 1 } }));

        Assert.True(answer.Refused is null, answer.Refused?.Message);
        Assert.True(answer.Value!.State == RunState.Completed, EngineJson.Write(answer.Value));
        Assert.Contains(answer.Value.Tasks, task => task is { Step: "one", Source: "given" });
    }

    [Fact]
    public async Task Execute_WrongScript_IsRefusedWithEveryMistake()
    {
        var refusal = (await _engine.Get<DryRun>().ExecuteAsync("letter", Script(
            new { fact = 1 }, new { draft = new { decision = "aprove", why = 1 }, publish = "maybe" }, new { who = "Ann" }))).Refused!;

        Assert.Equal("invalid-script", refusal.Code);
        Assert.Equal(["outputs.fact", "decisions.draft.why", "decisions.draft", "decisions.publish"], refusal.Details!.Value.EnumerateArray().Select(problem => problem.GetProperty("path").GetString()));
        Assert.Contains("did you mean 'facts'", refusal.Details.Value.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("invalid-input", (await _engine.Get<DryRun>().ExecuteAsync("letter", Script(new { }))).Refused!.Code);
        Assert.Equal("not-found", (await _engine.Get<DryRun>().ExecuteAsync("other", Script(new { }))).Refused!.Code);
        Assert.Contains("not possible", (await _engine.Get<DryRun>().ExecuteAsync("letter", Script(new { facts = new { body = 1 } }, new { draft = new { decision = "amend" } }, new { who = "Ann" }))).Refused!.Message, StringComparison.Ordinal);
        Assert.Contains("never times out", (await _engine.Get<DryRun>().ExecuteAsync("letter", Script(new { facts = new { body = 1 } }, new { draft = "timeout" }, new { who = "Ann" }))).Refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_TimeOut_FollowsTheRuleOfTheReview()
    {
        await _engine.SaveAsync(Letter.Replace("due: 4h,", "due: 4h, onTimeout: reject,", StringComparison.Ordinal));

        var played = await PlayAsync(new { facts = new { body = 1 } }, new { draft = "timeout" });

        Assert.Equal((RunState.Failed, null), (played.State, Assert.Single(played.Cards).Decision));
        Assert.StartsWith("PT4H", played.Waited, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SeveralApprovals_AreSaidByDifferentPeople_AlsoAfterAnEscalation()
    {
        await _engine.SaveAsync(Letter.Replace("due: 4h,", "due: 4h, approvals: 2, exclude: [previousReviewer], onTimeout: escalate, escalateTo: [leads], reminders: [50%],", StringComparison.Ordinal));

        var played = await PlayAsync(new { facts = new { body = 1 } }, new { draft = new object[] { new { decision = "sendBack", reason = "x" }, "timeout" } });

        Assert.Equal(RunState.Completed, played.State);
        Assert.Equal([Verdict.SendBack, null], played.Cards.Select(card => card.Decision));
        Assert.StartsWith("P2DT4H", played.Waited, StringComparison.Ordinal);
    }

    private async Task<DryRunResult> PlayAsync(object outputs, object? decisions = null)
    {
        var answer = await _engine.Get<DryRun>().ExecuteAsync("letter", Script(outputs, decisions, new { who = "Ann" }));
        return answer.Value ?? throw new InvalidOperationException($"{answer.Refused?.Message} {answer.Refused?.Details}");
    }

    private static DryRunScript Script(object outputs, object? decisions = null, object? input = null) => new()
    {
        Input = EngineJson.From(input ?? new { }), Outputs = Map(outputs), Decisions = Map(decisions ?? new { }),
    };

    private static Dictionary<string, JsonElement> Map(object value) =>
        EngineJson.From(value).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);

    /// <summary>Everything that would be different: the history's end, and the files beside the database, whose own housekeeping is no concern here.</summary>
    private async Task<string> StateAsync()
    {
        var files = Directory.EnumerateFiles(_engine.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("hitl.db", StringComparison.Ordinal));
        return $"{await _engine.Get<HistoryQueries>().LastAsync()} {string.Join(' ', files.Order(StringComparer.Ordinal))}";
    }
}
