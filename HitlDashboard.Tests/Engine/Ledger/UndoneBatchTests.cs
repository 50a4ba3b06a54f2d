using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

/// <summary>Who waits for what is known only in memory: after a batch that was undone, and after a restart, all of them still go on.</summary>
public sealed class UndoneBatchTests
{
    [Fact]
    public async Task Place_ThatIsFreeWhenTheWriterLooksAnew_GoesToWhoeverWaits()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync("name: one\nconcurrency: { group: solo, max: 1 }\nsteps:\n  - { id: ask, uses: human }\n");
        var holder = await engine.RunAsync("one");
        await engine.ReviewAsync(holder);
        var waits = await engine.RunAsync("one");

        // As where the same batch that ended the holder was undone after the place had been passed on.
        await engine.RestartAsync(() =>
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(engine.Folder, "hitl.db")};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE Runs SET State = 'Cancelled', CompletedAt = 1 WHERE WaitingFor IS NULL";
            command.ExecuteNonQuery();
        });
        await engine.CompleteAsync("name: other\nsteps:\n  - { id: a, uses: set }\n", "other");

        await engine.DecideAsync(await engine.ReviewAsync(waits), Verdict.Approve);
        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(waits)).Summary.State);
    }

    [Fact]
    public async Task Waiter_BehindAThousandMoreImportantOnesThatWaitForSomethingElse_GoesOn()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync("name: holds\nsteps:\n  - { id: a, uses: set, needs: [], resources: [busy], review: { title: Look } }\n  - { id: b, uses: set, needs: [], resources: [free], review: { title: Look } }\n");
        await engine.SaveAsync("name: crowd\nsteps:\n  - { id: list, uses: set, with: { n: '{{input.n}}' } }\n  - { id: each, uses: set, foreach: '{{steps.list.output.n}}', resources: [busy] }\n");
        await engine.SaveAsync("name: single\nsteps:\n  - { id: one, uses: set, resources: [free] }\n");
        var holder = await engine.RunAsync("holds");
        await engine.ReviewAsync(holder, atLeast: 2);
        var single = await engine.RunAsync("single");
        await engine.UntilAsync(single, run => run.Tasks.Any(task => task.WaitingFor == WaitingFor.Lock));
        var crowd = (await engine.Get<StartRun>().ExecuteAsync("crowd", EngineJson.From(new { n = Enumerable.Range(0, 1100) }), engine.Ana, priority: 9)).Value;
        await engine.UntilAsync(crowd, run => run.Tasks.Count(task => task.WaitingFor == WaitingFor.Lock) == 1100);

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Get<TaskLedger>().SubmitAsync(new Unknown(), CancellationToken.None));
        var asked = (await engine.Get<RunQueries>().GetAsync(holder))!.Awaiting.Single(review => review.Step == "b");
        await engine.DecideAsync((await engine.Get<HitlDashboard.Engine.Reviews.ReviewQueries>().GetAsync(asked.ReviewId))!, Verdict.Approve);

        Assert.Equal(RunState.Completed, (await engine.UntilFinalAsync(single)).Summary.State);
        await engine.Get<ChangeRun>().CancelAsync(crowd, engine.Ana);
    }

    private sealed record Unknown() : LedgerCommand<int>(Actor.Engine);
}
