using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>signal</c> steps on a real engine.</summary>
public sealed class SignalTests : IAsyncLifetime
{
    private const string Sequence = """
        name: sequence
        steps:
          - { id: gate, uses: human }
          - { id: first, uses: signal, with: { name: go } }
          - { id: second, uses: signal, with: { name: go } }
        output: { first: "{{steps.first.output}}", second: "{{steps.second.output}}" }
        """;

    private const string Paid = """
        name: paid
        steps:
          - id: paid
            uses: signal
            with: { name: paid, schema: { type: object, required: [amount], properties: { amount: { type: integer, minimum: 1 } } } }
        output: "{{steps.paid.output}}"
        """;

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        _engine.IsSound();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task EarlySignals_AreKeptOverARestart_AndTakenOnceEach_InTheOrderOfArrival()
    {
        await _engine.SaveAsync(Sequence);
        var id = await _engine.RunAsync("sequence");
        var review = await _engine.ReviewAsync(id);
        Assert.False((await SendAsync(id, "go", "a")).Value);
        Assert.False((await SendAsync(id, "go", "b")).Value);

        await _engine.RestartAsync();
        await _engine.DecideAsync(review, Verdict.Approve);

        Assert.Equal("""{"first":"a","second":"b"}""", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task SequentialSteps_KeepTheirOwnAnswers()
    {
        await _engine.SaveAsync(Sequence);
        var id = await _engine.RunAsync("sequence");
        await _engine.DecideAsync(await _engine.ReviewAsync(id), Verdict.Approve);
        await WaitsAsync(id, "first");
        Assert.True((await SendAsync(id, "go", 1)).Value);
        await WaitsAsync(id, "second");
        await _engine.RestartAsync();
        Assert.True((await SendAsync(id, "go", 2)).Value);

        var run = await _engine.UntilFinalAsync(id);

        Assert.Equal("""{"first":1,"second":2}""", run.Output!.Value.GetRawText());
        Assert.Equal([1, 1], run.Tasks.Skip(1).Select(task => task.Attempt));
    }

    [Fact]
    public async Task WrongPayload_IsRefused_AndTheStepWaitsOn()
    {
        await _engine.SaveAsync(Paid);
        var id = await _engine.RunAsync("paid");
        await WaitsAsync(id, "paid");

        var refused = (await SendAsync(id, "paid", new { amount = 0 })).Refused!;

        Assert.Equal("invalid-payload", refused.Code);
        Assert.Contains("amount", refused.Details!.Value[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal(TaskState.Pending, (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0].State);
        Assert.True((await SendAsync(id, "paid", new { amount = 5 })).Value);
        Assert.Equal("""{"amount":5}""", (await _engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task WrongPayload_BeforeTheStep_IsRefusedToo()
    {
        await _engine.SaveAsync(Paid.Replace("steps:", "steps:\n  - { id: gate, uses: human }", StringComparison.Ordinal));
        var id = await _engine.RunAsync("paid");
        await _engine.ReviewAsync(id);

        Assert.Equal("invalid-payload", (await SendAsync(id, "paid", "five")).Refused!.Code);
        Assert.Null((await SendAsync(id, "paid", new { amount = 5 })).Refused);
    }

    [Fact]
    public async Task UnknownSignal_IsRefused_WithTheNearestName()
    {
        await _engine.SaveAsync(Paid);
        var id = await _engine.RunAsync("paid");

        var refused = (await SendAsync(id, "payd", 1)).Refused!;

        Assert.Equal("unknown-signal", refused.Code);
        Assert.Contains("did you mean 'paid'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_TakesNoSlot_HoweverManyWait()
    {
        await _engine.SaveAsync(Paid);
        var ids = new List<RunId>();
        for (var number = 0; number < 100; number++)
        {
            ids.Add(await _engine.RunAsync("paid"));
        }

        var other = await _engine.CompleteAsync("{ name: other, steps: [ { id: a, uses: set, with: { n: 1 } } ] }", "other");

        Assert.Equal(RunState.Completed, other.Summary.State);
        foreach (var id in ids)
        {
            var task = (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
            Assert.Equal((TaskState.Pending, WaitingFor.Signal, 0), (task.State, task.WaitingFor, task.Attempt));
        }
    }

    [Fact]
    public async Task Cancel_EndsAWaitingRun_WhichThenTakesNoSignal()
    {
        await _engine.SaveAsync(Paid);
        var id = await _engine.RunAsync("paid");
        await WaitsAsync(id, "paid");

        Assert.Equal(RunState.Cancelled, (await _engine.Get<ChangeRun>().CancelAsync(id, _engine.Ana)).Value);

        Assert.Equal("wrong-state", (await SendAsync(id, "paid", new { amount = 5 })).Refused!.Code);
        Assert.Equal(Resolution.Cancelled, (await _engine.Get<RunQueries>().GetAsync(id))!.Tasks[0].Resolution);
    }

    [Fact]
    public async Task Repeat_WithTheSameKey_IsOneSignal()
    {
        await _engine.SaveAsync(Sequence);
        var id = await _engine.RunAsync("sequence");
        var review = await _engine.ReviewAsync(id);
        var send = _engine.Get<SendSignal>();
        await send.ExecuteAsync(id, "go", EngineJson.From(1), _engine.Ana, new IdempotencyKey("k", "hash"));
        Assert.IsType<Answer<bool>.Duplicate>(await send.ExecuteAsync(id, "go", EngineJson.From(1), _engine.Ana, new IdempotencyKey("k", "hash")));
        await _engine.DecideAsync(review, Verdict.Approve);

        await WaitsAsync(id, "second");

        Assert.Equal("forbidden", (await send.ExecuteAsync(id, "go", EngineJson.Null, new Actor("vic", Role.Viewer))).Refused!.Code);
        Assert.Single(await _engine.StoryAsync(id), entry => entry == "signal Send >");
    }

    private Task<Answer<bool>> SendAsync(RunId run, string name, object payload) =>
        _engine.Get<SendSignal>().ExecuteAsync(run, name, JsonSerializer.SerializeToElement(payload), _engine.Ana);

    private Task<RunDetail> WaitsAsync(RunId run, string step) =>
        _engine.UntilAsync(run, found => found.Tasks.Any(task => task.Step == step && task.WaitingFor == WaitingFor.Signal));
}
