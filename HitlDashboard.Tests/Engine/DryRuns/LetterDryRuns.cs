using System.Text.Json;
using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.DryRuns;

/// <summary>Dry runs of a letter that somebody approves, on an engine that must stay as it is.</summary>
public abstract class LetterDryRuns : IAsyncLifetime
{
    protected const string Letter = """
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

    protected EngineHarness Engine { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Engine = await EngineHarness.StartAsync();
        await Engine.SaveAsync(Letter);
    }

    public Task DisposeAsync() => Engine.DisposeAsync().AsTask();

    protected async Task<DryRunResult> PlayAsync(object outputs, object? decisions = null)
    {
        var answer = await Engine.Get<DryRun>().ExecuteAsync("letter", Script(outputs, decisions, new { who = "Ann" }));
        return answer.Value ?? throw new InvalidOperationException($"{answer.Refused?.Message} {answer.Refused?.Details}");
    }

    protected static DryRunScript Script(object outputs, object? decisions = null, object? input = null) => new()
    {
        Input = EngineJson.From(input ?? new { }), Outputs = Map(outputs), Decisions = Map(decisions ?? new { }),
    };

    private static Dictionary<string, JsonElement> Map(object value) =>
        EngineJson.From(value).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
}
