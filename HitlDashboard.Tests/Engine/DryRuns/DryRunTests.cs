using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Tests.Engine.DryRuns;

public sealed class DryRunTests : LetterDryRuns
{
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
    public async Task Execute_AfterARun_UsesItsOutputs_AndSaysHowLongItTakes()
    {
        await Engine.SaveAsync(Letter.Replace("uses: http", "uses: set", StringComparison.Ordinal).Replace("{ for: 2d }", "{ for: 1ms }", StringComparison.Ordinal)
            .Replace("""{ url: "https://example.invalid/{{input.who}}", headers: { token: "{{secrets.TOKEN}}" } }""", "{ body: recorded }", StringComparison.Ordinal));
        var id = await Engine.RunAsync("letter", new { who = "Bob" });
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);
        await Engine.UntilFinalAsync(id);
        await Engine.SaveAsync(Letter);

        var played = await PlayAsync(new { });

        Assert.Equal("Dear Ann, recorded ", played.Output!.Value.GetProperty("text").GetString());
        Assert.Equal("recorded", played.Tasks[0].Source);
        Assert.Equal((1, 0), (played.Estimate!.Runs, played.Estimate.Unknown.Count));
        Assert.StartsWith("PT", played.Estimate.Typical, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_AfterARunThatWentBack_UsesWhatCountedInTheEnd()
    {
        const string cycle = """
            name: cycle
            steps:
              - { id: plan, uses: set, with: { said: "{{default feedback 'nothing'}}" } }
              - { id: check, uses: set, review: { onReject: { goto: plan } } }
            output: { said: "{{steps.plan.output.said}}" }
            """;
        await Engine.SaveAsync(cycle);
        var id = await Engine.RunAsync("cycle");
        var first = await Engine.ReviewAsync(id);
        await Engine.DecideAsync(first, Verdict.Reject, reason: "warmer");
        await Engine.UntilAsync(id, run => run.Awaiting.Count == 1 && run.Awaiting[0].ReviewId != first.Item.Id);
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);
        await Engine.UntilFinalAsync(id);
        await Engine.SaveAsync(cycle.Replace("""uses: set, with: { said: "{{default feedback 'nothing'}}" }""", """uses: http, with: { url: "https://example.invalid" }""", StringComparison.Ordinal));

        var answer = await Engine.Get<DryRun>().ExecuteAsync("cycle", Script(new { }));

        Assert.True(answer.Refused is null, answer.Refused?.Message);
        Assert.Equal("warmer", answer.Value!.Output?.GetProperty("said").GetString());
    }

    [Fact]
    public async Task Execute_Anything_WritesNothingAndLeavesNoFolder()
    {
        var before = await StateAsync();

        await PlayAsync(new { facts = new { body = "x" } });

        Assert.Equal(before, await StateAsync());
        Assert.Empty((await Engine.Get<RunQueries>().ListAsync(new RunFilter())).Items);
        Assert.False(Directory.Exists(Path.Combine(Engine.Folder, "published", "letter")));
    }

    [Fact]
    public async Task Execute_SchemaAndForm_StandInForWhatIsMissing()
    {
        await Engine.SaveAsync("""
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

        var answer = await Engine.Get<DryRun>().ExecuteAsync("shaped", Script(new { each = new[] { new { stdout = "1" }, new { stdout = "2" } } }));

        Assert.True(answer.Refused is null, answer.Refused?.Message);
        Assert.Equal("""{"score":3,"choice":"red","each":[{"stdout":"1"},{"stdout":"2"}]}""", answer.Value!.Output?.GetRawText());
        Assert.Equal(["example", "computed", "given", "given"], answer.Value.Tasks.Select(task => task.Source));
    }

    [Fact]
    public async Task Execute_SignalsAndChildRuns_AreAnsweredByTheScript()
    {
        await Engine.SaveAsync("""
            name: linked
            steps:
              - { id: paid, uses: signal, with: { name: paid, timeout: 1h } }
              - { id: child, uses: workflow, with: { name: letter, input: { who: "{{steps.paid.output.by}}" } } }
            output: { child: "{{steps.child.output.text}}", by: "{{steps.paid.output.by}}" }
            next: [{ workflow: letter, input: { who: Ann } }]
            """);

        var answer = await Engine.Get<DryRun>().ExecuteAsync("linked", Script(new { paid = new { by = "Ann" }, child = new { text = "Hello" } }));
        Assert.Equal("""{"child":"Hello","by":"Ann"}""", answer.Value!.Output?.GetRawText());

        var without = await Engine.Get<DryRun>().ExecuteAsync("linked", Script(new { }));
        Assert.Equal((RunState.Failed, 2), (without.Value!.State, without.Value.NeedsOutput.Count));
    }

    [Fact]
    public async Task Execute_StepsPlannedAtRunTime_GetTheirOutputsToo()
    {
        await Engine.SaveAsync("""
            name: planned
            steps:
              - { id: plan, uses: http, with: { url: "https://example.invalid" } }
              - { id: work, expand: "{{steps.plan.output.tasks}}" }
            """);
        var plan = new { tasks = new object[] { new { id = "one", uses = "llm", with = new { prompt = "x" } } } };

        var answer = await Engine.Get<DryRun>().ExecuteAsync("planned", Script(new { plan, one = new { body = 1 } }));

        Assert.True(answer.Refused is null, answer.Refused?.Message);
        Assert.True(answer.Value!.State == RunState.Completed, EngineJson.Write(answer.Value));
        Assert.Contains(answer.Value.Tasks, task => task is { Step: "one", Source: "given" });
    }

    /// <summary>Everything that would be different: the history's end, and the files beside the database, whose own housekeeping is no concern here.</summary>
    private async Task<string> StateAsync()
    {
        var files = Directory.EnumerateFiles(Engine.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("hitl.db", StringComparison.Ordinal));
        return $"{await Engine.Get<HistoryQueries>().LastAsync()} {string.Join(' ', files.Order(StringComparer.Ordinal))}";
    }
}
