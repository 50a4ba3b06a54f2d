using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary>Runs that wait for something from outside. Every story ends sound.</summary>
public abstract class Signals : IAsyncLifetime
{
    protected const string Sequence = """
        name: sequence
        steps:
          - { id: gate, uses: human }
          - { id: first, uses: signal, with: { name: go } }
          - { id: second, uses: signal, with: { name: go } }
        output: { first: "{{steps.first.output}}", second: "{{steps.second.output}}" }
        """;

    protected EngineHarness Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        Engine.IsSound();
        await Engine.DisposeAsync();
    }

    protected Task<Answer<bool>> SendAsync(RunId run, string name, object payload) =>
        Engine.Get<SendSignal>().ExecuteAsync(run, name, JsonSerializer.SerializeToElement(payload), Engine.Ana);

    protected Task<RunDetail> WaitsAsync(RunId run, string step) =>
        Engine.UntilAsync(run, found => found.Tasks.Any(task => task.Step == step && task.WaitingFor == WaitingFor.Signal));
}
