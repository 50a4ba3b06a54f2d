using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary>Runs that a step of another run starts. Every story ends sound.</summary>
public abstract class ChildRuns : IAsyncLifetime
{
    protected const string Child = """
        name: child
        input: { type: object, required: [n], properties: { n: { type: integer }, unit: { type: string, default: kg } } }
        steps:
          - { id: weigh, uses: set, with: { text: "{{input.n}} {{input.unit}}" } }
        output: { text: "{{steps.weigh.output.text}}" }
        """;

    protected const string Asking = """
        name: asking
        steps:
          - { id: ask, uses: human }
        output: { done: true }
        """;

    protected EngineHarness Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        Engine.IsSound();
        await Engine.DisposeAsync();
    }

    protected static string Parent(string child, string more = "") => $$$"""
        name: parent
        steps:
          - { id: sub, uses: workflow, with: { name: {{{child}}}{{{(more.Length > 0 ? ", " + more : "")}}} } }
        output: "{{steps.sub.output}}"
        """;

    protected Task<RunDetail> ChildAsync(RunId id) => Engine.UntilAsync(id, run => run.Children.Count > 0);
}
