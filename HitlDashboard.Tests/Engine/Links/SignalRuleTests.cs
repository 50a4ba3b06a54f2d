using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>signal</c> steps together with the other rules of a step.</summary>
public sealed class SignalRuleTests : IAsyncLifetime
{
    private const string Sequence = """
        name: sequence
        steps:
          - { id: gate, uses: human }
          - { id: first, uses: signal, with: { name: go } }
          - { id: second, uses: signal, with: { name: go } }
        output: { first: "{{steps.first.output}}", second: "{{steps.second.output}}" }
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        _engine.IsSound();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Timeout_FailsTheStep_AndARetryWaitsAnew()
    {
        await _engine.SaveAsync(
            """
            name: times-out
            steps:
              - { id: answer, uses: signal, with: { name: answer, timeout: 200ms } }
            output: "{{steps.answer.output}}"
            """);
        var id = await _engine.RunAsync("times-out");
        var failed = await _engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Failed, Resolution.TimedOut, "timeout"), (failed.Summary.State, failed.Tasks[0].Resolution, failed.Tasks[0].Error!.Code));
        Assert.Equal("wrong-state", (await SendAsync(id, "answer", 1)).Refused!.Code);

        await _engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, _engine.Ana);

        // The new wait may be over before the signal comes; then the run has failed again and says so.
        var sent = await SendAsync(id, "answer", 1);
        var ended = await _engine.UntilFinalAsync(id);
        Assert.Equal(sent.Refused is null ? RunState.Completed : RunState.Failed, ended.Summary.State);
    }

    [Fact]
    public async Task SendBack_OfAPayload_WaitsForAnotherSignal()
    {
        await _engine.SaveAsync(
            """
            name: checked
            steps:
              - { id: answer, uses: signal, with: { name: answer }, review: { queue: q } }
            output: "{{steps.answer.output}}"
            """);
        var id = await _engine.RunAsync("checked");
        await SendAsync(id, "answer", "wrong");
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.SendBack, reason: "not this one");
        await WaitsAsync(id, "answer");
        await SendAsync(id, "answer", "right");

        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);

        Assert.Equal("right", (await _engine.UntilFinalAsync(id)).Output!.Value.GetString());
    }

    [Fact]
    public async Task PausedRun_KeepsItsSignal_UntilItIsResumed()
    {
        await _engine.SaveAsync(Sequence);
        var id = await _engine.RunAsync("sequence");
        var review = await _engine.ReviewAsync(id);
        await _engine.Get<ChangeRun>().PauseAsync(id, _engine.Ana);
        await _engine.DecideAsync(review, Verdict.Approve);
        Assert.Null((await SendAsync(id, "go", 1)).Refused);
        Assert.Null((await SendAsync(id, "go", 2)).Refused);

        await _engine.Get<ChangeRun>().ResumeAsync(id, _engine.Ana);

        Assert.Equal("""{"first":1,"second":2}""", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task ForEach_WaitsForASignalOfEachElement()
    {
        await _engine.SaveAsync(
            """
            name: each
            steps:
              - { id: each, uses: signal, foreach: [north, south], with: { name: "arrived-{{item}}" } }
            output: "{{steps.each.output}}"
            """);
        var id = await _engine.RunAsync("each");
        await SendAsync(id, "arrived-south", 2);
        await SendAsync(id, "arrived-north", 1);

        Assert.Equal("[1,2]", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task PlannedStep_TakesASignalThatCameBeforeThePlan()
    {
        await _engine.SaveAsync(
            """
            name: planned
            steps:
              - { id: gate, uses: human }
              - { id: plan, uses: set, with: { steps: [{ id: wait, uses: signal, with: { name: later } }] } }
              - { id: work, expand: "{{steps.plan.output.steps}}", kinds: [signal] }
            output: "{{steps.work.output}}"
            """);
        var id = await _engine.RunAsync("planned");
        var review = await _engine.ReviewAsync(id);
        Assert.Null((await SendAsync(id, "later", 5)).Refused);

        await _engine.DecideAsync(review, Verdict.Approve);

        Assert.Equal(5, (await _engine.UntilFinalAsync(id)).Output!.Value.GetProperty("wait").GetInt32());
    }

    private Task<Answer<bool>> SendAsync(RunId run, string name, object payload) =>
        _engine.Get<SendSignal>().ExecuteAsync(run, name, JsonSerializer.SerializeToElement(payload), _engine.Ana);

    private Task<RunDetail> WaitsAsync(RunId run, string step) =>
        _engine.UntilAsync(run, found => found.Tasks.Any(task => task.Step == step && task.WaitingFor == WaitingFor.Signal));
}
