using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HitlDashboard.Tests.Engine.Links;

/// <summary><c>signal</c> steps together with the other rules of a step.</summary>
public sealed class SignalRuleTests : Signals
{
    [Fact]
    public async Task Timeout_FailsTheStep_AndARetryWaitsAnew()
    {
        await Engine.SaveAsync(
            """
            name: times-out
            steps:
              - { id: answer, uses: signal, with: { name: answer, timeout: 200ms } }
            output: "{{steps.answer.output}}"
            """);
        var id = await Engine.RunAsync("times-out");
        var failed = await Engine.UntilFinalAsync(id);
        Assert.Equal((RunState.Failed, Resolution.TimedOut, "timeout"), (failed.Summary.State, failed.Tasks[0].Resolution, failed.Tasks[0].Error!.Code));
        Assert.Equal("wrong-state", (await SendAsync(id, "answer", 1)).Refused!.Code);

        await Engine.Get<ChangeTask>().RetryAsync(failed.Tasks[0].Id, Engine.Ana);

        // The new wait may be over before the signal comes; then the run has failed again and says so.
        var sent = await SendAsync(id, "answer", 1);
        var ended = await Engine.UntilFinalAsync(id);
        Assert.Equal(sent.Refused is null ? RunState.Completed : RunState.Failed, ended.Summary.State);
    }

    [Fact]
    public async Task SendBack_OfAPayload_WaitsForAnotherSignal()
    {
        await Engine.SaveAsync(
            """
            name: checked
            steps:
              - { id: answer, uses: signal, with: { name: answer }, review: { queue: q } }
            output: "{{steps.answer.output}}"
            """);
        var id = await Engine.RunAsync("checked");
        await SendAsync(id, "answer", "wrong");
        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.SendBack, reason: "not this one");
        await WaitsAsync(id, "answer");
        await SendAsync(id, "answer", "right");

        await Engine.DecideAsync(await Engine.ReviewAsync(id), Verdict.Approve);

        Assert.Equal("right", (await Engine.UntilFinalAsync(id)).Output!.Value.GetString());
    }

    [Fact]
    public async Task PausedRun_KeepsItsSignal_UntilItIsResumed()
    {
        await Engine.SaveAsync(Sequence);
        var id = await Engine.RunAsync("sequence");
        var review = await Engine.ReviewAsync(id);
        await Engine.Get<ChangeRun>().PauseAsync(id, Engine.Ana);
        await Engine.DecideAsync(review, Verdict.Approve);
        Assert.Null((await SendAsync(id, "go", 1)).Refused);
        Assert.Null((await SendAsync(id, "go", 2)).Refused);

        await Engine.Get<ChangeRun>().ResumeAsync(id, Engine.Ana);

        Assert.Equal("""{"first":1,"second":2}""", (await Engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task ForEach_WaitsForASignalOfEachElement()
    {
        await Engine.SaveAsync(
            """
            name: each
            steps:
              - { id: each, uses: signal, foreach: [north, south], with: { name: "arrived-{{item}}" } }
            output: "{{steps.each.output}}"
            """);
        var id = await Engine.RunAsync("each");
        await SendAsync(id, "arrived-south", 2);
        await SendAsync(id, "arrived-north", 1);

        Assert.Equal("[1,2]", (await Engine.UntilFinalAsync(id)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task PlannedStep_TakesASignalThatCameBeforeThePlan()
    {
        await Engine.SaveAsync(
            """
            name: planned
            steps:
              - { id: gate, uses: human }
              - { id: plan, uses: set, with: { steps: [{ id: wait, uses: signal, with: { name: later } }] } }
              - { id: work, expand: "{{steps.plan.output.steps}}", kinds: [signal] }
            output: "{{steps.work.output}}"
            """);
        var id = await Engine.RunAsync("planned");
        var review = await Engine.ReviewAsync(id);
        Assert.Null((await SendAsync(id, "later", 5)).Refused);

        await Engine.DecideAsync(review, Verdict.Approve);

        Assert.Equal(5, (await Engine.UntilFinalAsync(id)).Output!.Value.GetProperty("wait").GetInt32());
    }

    [Fact]
    public async Task Kept_AreLimitedByNameAndInAll()
    {
        await Engine.SaveAsync(
            """
            name: open
            steps:
              - { id: gate, uses: human }
              - { id: wait, uses: signal, with: { name: "{{input.name}}" } }
            """);
        var run = await Engine.RunAsync("open", new { name = "x" });
        await Engine.ReviewAsync(run);
        Execute("""WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999) INSERT INTO Signals (RunId, Name, Payload, Actor, At) SELECT Id, 'x', '{}', 'ana', 1 FROM Runs, n""");
        Assert.Null((await SendAsync(run, "x", new { })).Refused);
        var named = (await SendAsync(run, "x", new { })).Refused!;
        Assert.Null((await SendAsync(run, "y", new { })).Refused);
        Execute("""WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3999) INSERT INTO Signals (RunId, Name, Payload, Actor, At) SELECT Id, 'n' || i, '{}', 'ana', 1 FROM Runs, n""");
        var all = (await SendAsync(run, "z", new { })).Refused!;

        Assert.Equal(("too-many-signals", "too-many-signals"), (named.Code, all.Code));
        Assert.Contains("1000 signals 'x'", named.Message, StringComparison.Ordinal);
        Assert.Contains("5000 signals already", all.Message, StringComparison.Ordinal);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Engine.Folder, "hitl.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
