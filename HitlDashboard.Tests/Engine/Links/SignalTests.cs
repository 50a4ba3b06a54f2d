using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>signal</c> steps on a real engine.</summary>
public sealed class SignalTests : Signals
{
    private const string Paid = """
        name: paid
        steps:
          - id: paid
            uses: signal
            with: { name: paid, schema: { type: object, required: [amount], properties: { amount: { type: integer, minimum: 1 } } } }
        output: "{{steps.paid.output}}"
        """;

    [Fact]
    public async Task EarlySignals_AreKeptOverARestart_AndTakenOnceEach_InTheOrderOfArrival()
    {
        await Engine.SaveAsync(Sequence);
        var id = await Engine.RunAsync("sequence");
        var review = await Engine.ReviewAsync(id);
        Assert.False((await SendAsync(id, "go", "a")).Value);
        Assert.False((await SendAsync(id, "go", "b")).Value);

        await Engine.RestartAsync();
        await Engine.DecideAsync(review, Verdict.Approve);

        Assert.Equal("""{"first":"a","second":"b"}""", (await Engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task SequentialSteps_KeepTheirOwnAnswers()
    {
        await Engine.SaveAsync(Sequence);
        var id = await Engine.RunAsync("sequence");
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);
        await WaitsAsync(id, "first");
        Assert.True((await SendAsync(id, "go", 1)).Value);
        await WaitsAsync(id, "second");
        await Engine.RestartAsync();
        Assert.True((await SendAsync(id, "go", 2)).Value);

        var run = await Engine.UntilFinalAsync(id);

        Assert.Equal("""{"first":1,"second":2}""", run.Output!.Value.GetRawText());
        Assert.Equal([1, 1], run.Tasks.Skip(1).Select(task => task.Attempt));
    }

    [Fact]
    public async Task WrongPayload_IsRefused_AndTheStepWaitsOn()
    {
        await Engine.SaveAsync(Paid);
        var id = await Engine.RunAsync("paid");
        await WaitsAsync(id, "paid");

        var refused = (await SendAsync(id, "paid", new { amount = 0 })).Refused!;

        Assert.Equal("invalid-payload", refused.Code);
        Assert.Contains("amount", refused.Details!.Value[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal(TaskState.Pending, (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0].State);
        Assert.True((await SendAsync(id, "paid", new { amount = 5 })).Value);
        Assert.Equal("""{"amount":5}""", (await Engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task WrongPayload_BeforeTheStep_IsRefusedToo()
    {
        await Engine.SaveAsync(Paid.Replace("steps:", "steps:\n  - { id: gate, uses: human }", StringComparison.Ordinal));
        var id = await Engine.RunAsync("paid");
        await Engine.ReviewAsync(id);

        Assert.Equal("invalid-payload", (await SendAsync(id, "paid", "five")).Refused!.Code);
        Assert.Null((await SendAsync(id, "paid", new { amount = 5 })).Refused);
    }

    [Fact]
    public async Task UnknownSignal_IsRefused_WithTheNearestName()
    {
        await Engine.SaveAsync(Paid);
        var id = await Engine.RunAsync("paid");

        var refused = (await SendAsync(id, "payd", 1)).Refused!;

        Assert.Equal("unknown-signal", refused.Code);
        Assert.Contains("did you mean 'paid'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_TakesNoSlot_HoweverManyWait()
    {
        await Engine.SaveAsync(Paid);
        var ids = new List<RunId>();
        for (var number = 0; number < 100; number++)
        {
            ids.Add(await Engine.RunAsync("paid"));
        }

        var other = await Engine.CompleteAsync("{ name: other, steps: [ { id: a, uses: set, with: { n: 1 } } ] }", "other");

        Assert.Equal(RunState.Completed, other.Summary.State);
        foreach (var id in ids)
        {
            var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];
            Assert.Equal((TaskState.Pending, WaitingFor.Signal, 0), (task.State, task.WaitingFor, task.Attempt));
        }
    }

    [Fact]
    public async Task Cancel_EndsAWaitingRun_WhichThenTakesNoSignal()
    {
        await Engine.SaveAsync(Paid);
        var id = await Engine.RunAsync("paid");
        await WaitsAsync(id, "paid");

        Assert.Equal(RunState.Cancelled, (await Engine.Get<ChangeRun>().CancelAsync(id, Engine.Ana)).Value);

        Assert.Equal("wrong-state", (await SendAsync(id, "paid", new { amount = 5 })).Refused!.Code);
        Assert.Equal(Resolution.Cancelled, (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0].Resolution);
    }

    [Fact]
    public async Task Repeat_WithTheSameKey_IsOneSignal()
    {
        await Engine.SaveAsync(Sequence);
        var id = await Engine.RunAsync("sequence");
        var review = await Engine.ReviewAsync(id);
        var send = Engine.Get<SendSignal>();
        await send.ExecuteAsync(id, "go", EngineJson.From(1), Engine.Ana, new IdempotencyKey("k", "hash"));
        Assert.IsType<Answer<bool>.Duplicate>(await send.ExecuteAsync(id, "go", EngineJson.From(1), Engine.Ana, new IdempotencyKey("k", "hash")));
        await Engine.DecideAsync(review, Verdict.Approve);

        await WaitsAsync(id, "second");

        Assert.Equal("forbidden", (await send.ExecuteAsync(id, "go", EngineJson.Null, new Actor("vic", Role.Viewer))).Refused!.Code);
        Assert.Single(await Engine.StoryAsync(id), entry => entry == "signal Send >");
    }
}
