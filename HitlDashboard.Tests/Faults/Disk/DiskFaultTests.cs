using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Faults.Disk;

/// <summary>A full, failing, locked or hanging disk under a working engine: nothing is acknowledged that is not there, everybody hears why, and work goes on by itself afterwards.</summary>
[Collection(nameof(KillTests))]
public sealed class DiskFaultTests
{
    [Theory]
    [InlineData("no room")]
    [InlineData("no room for the rest")]
    [InlineData("no room to grow")]
    [InlineData("write error")]
    [InlineData("late write error")]
    [InlineData("sync error")]
    public async Task Log_CannotBeWritten_RefusesAndGoesOnAfterwards(string fault)
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        bench.Disk.Fail(fault);

        // Where the log begins anew there is still room at first: so ask until it is refused.
        Answer<RunId> start;
        var turn = 0;
        do
        {
            start = await bench.StartRunAsync($"{turn++}");
        }
        while (start.Refused is null);
        var answer = await bench.ApproveAsync(review);

        Assert.Equal(("storage-failed", "storage-failed"), (start.Refused?.Code, answer.Refused?.Code));
        Assert.Contains("Nothing was changed", answer.Refused!.Message, StringComparison.Ordinal);
        Assert.NotNull(await bench.ProblemAsync());
        Assert.Equal(ReviewState.Open, (await bench.Engine.Get<ReviewQueries>().GetAsync(review.Item.Id))!.Item.State);
        bench.Disk.Heal();
        await bench.WellAsync();
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Log_StillCannotBeWritten_IsTriedAgainAndAgain()
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        bench.Disk.Fail("no room");
        Assert.NotNull((await bench.ApproveAsync(review)).Refused);
        for (var turn = 0; turn < 2; turn++)
        {
            var struck = bench.Disk.Struck;
            await Eventually.IsTrueAsync(() => bench.Disk.Struck > struck, "the writer tries by itself");
            Assert.NotNull(await bench.ProblemAsync());
        }

        bench.Disk.Heal();
        await bench.WellAsync();
        await bench.GoesOnAsync(review);
    }

    [Theory]
    [InlineData("read error")]
    [InlineData("read error in the log")]
    public async Task Database_CannotBeRead_SaysSoAndGoesOnAfterwards(string fault)
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        bench.Disk.Fail(fault);
        await Eventually.IsTrueAsync(
            async () =>
            {
                // Something new to read, and nobody who has read it already.
                await bench.StartRunAsync("new");
                SqliteConnection.ClearAllPools();
                return await bench.ProblemAsync() is { } problem && problem.Contains("can't be read", StringComparison.Ordinal);
            },
            "the engine says what is wrong");
        bench.Disk.Heal();
        await bench.WellAsync();
        await bench.GoesOnAsync(review);
    }

    [Theory]
    [InlineData("no room in the database")]
    [InlineData("write error in the database")]
    [InlineData("sync error of the database")]
    [InlineData("the log can't be cut")]
    public async Task Log_CannotBeEmptied_SaysSoAndIsEmptiedAfterwards(string fault)
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        bench.Disk.Fail(fault);

        await Eventually.IsTrueAsync(() => bench.Disk.Struck > 0, "the writer rests and empties its log");
        await Eventually.IsTrueAsync(async () => await bench.ProblemAsync() is not null, "the engine says what is wrong");
        Assert.NotNull((await bench.ApproveAsync(review)).Value);
        await bench.Engine.UntilFinalAsync(review.Item.RunId);
        bench.Disk.Heal();
        await bench.WellAsync();
        await Eventually.IsTrueAsync(() => new FileInfo(bench.Database + "-wal").Length == 0, "the log is empty");
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Database_LockedForAMoment_NobodyNotices()
    {
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        Task<Answer<DecisionResult>> answer;
        await using (await LockAsync(bench))
        {
            answer = bench.ApproveAsync(review);
            await Task.Delay(100);
            Assert.False(answer.IsCompleted);
        }

        Assert.NotNull((await answer).Value);
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Database_LockedForLong_RefusesEverybodyAtOnceAndGoesOnAfterwards()
    {
        using var impatient = new Impatient();
        await using var bench = await FaultBench.StartAsync();
        var review = await bench.AskAsync();
        await using (await LockAsync(bench))
        {
            // Whoever waits is answered together: one after the other would take seven minutes.
            var starts = Enumerable.Range(0, 200).Select(number => bench.StartRunAsync($"{number}")).ToList();
            Assert.Equal("storage-failed", (await bench.ApproveAsync(review)).Refused?.Code);
            Assert.All(await Task.WhenAll(starts).WaitAsync(TimeSpan.FromMinutes(3)), start => Assert.Equal("storage-failed", start.Refused?.Code));
            Assert.NotNull(await bench.ProblemAsync());
            Assert.NotNull(await bench.Engine.Get<ReviewQueries>().GetAsync(review.Item.Id));
        }

        await bench.WellAsync();
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Disk_Hangs_NothingIsAcknowledgedUntilItAnswers()
    {
        var clock = new FixedClock(FixedClock.Noon);
        await using var bench = await FaultBench.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        var review = await bench.AskAsync();
        Task<Answer<DecisionResult>> answer;
        using (bench.Disk.Hang())
        {
            answer = bench.ApproveAsync(review);
            await Eventually.IsTrueAsync(() => bench.Disk.IsHanging, "the disk hangs");
            clock.Now += TimeSpan.FromSeconds(31);
            Assert.Contains("does not answer", await bench.ProblemAsync(), StringComparison.Ordinal);
            Assert.False(answer.IsCompleted);
        }

        Assert.NotNull((await answer).Value);
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Step_EndsWhileTheDiskIsFull_IsRecordedAfterwardsAndHappensOnce()
    {
        var (happened, mayEnd, clock) = (0, new ManualResetEventSlim(), new FixedClock(FixedClock.Noon));
        await using var bench = await FaultBench.StartAsync(services => services.AddSingleton<TimeProvider>(clock), effect: _ =>
        {
            Interlocked.Increment(ref happened);
            mayEnd.Wait();
        });
        var review = await bench.AskAsync();
        Assert.NotNull((await bench.ApproveAsync(review)).Value);
        await Eventually.IsTrueAsync(() => Volatile.Read(ref happened) == 1, "the step runs");
        bench.Disk.Fail("no room");
        mayEnd.Set();
        await Eventually.IsTrueAsync(() => bench.Disk.Struck > 0, "its outcome could not be recorded");

        // Its lease has long ended by then, because that could not be renewed.
        clock.Now += TimeSpan.FromMinutes(5);
        bench.Disk.Heal();
        await bench.Engine.UntilFinalAsync(review.Item.RunId);
        Assert.Equal(1, happened);
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task WorkflowFile_SavedWhileTheDiskIsFull_IsTakenOverAfterwards()
    {
        using var folder = new TempFolder();
        await using var bench = await FaultBench.StartAsync(options: options => options with { WorkflowsDirectory = folder.Path });
        var review = await bench.AskAsync();
        bench.Disk.Fail("no room");
        await File.WriteAllTextAsync(folder.File("late.yaml"), "name: late\nsteps:\n  - { id: a, uses: set, with: { x: 1 } }\n");
        await Eventually.IsTrueAsync(() => bench.Disk.Struck > 0, "the file could not be taken over");

        bench.Disk.Heal();
        await Eventually.IsTrueAsync(async () => await bench.Engine.Get<WorkflowQueries>().GetAsync("late") is not null, "the file is taken over");
        await bench.GoesOnAsync(review);
    }

    [Fact]
    public async Task Engine_StoppedWhileTheDiskIsFull_StopsAndHasEverythingAtTheNextStart()
    {
        await using var bench = await FaultBench.StartAsync();
        var (decided, open) = (await bench.AskAsync(), await bench.AskAsync());
        Assert.NotNull((await bench.ApproveAsync(decided)).Value);
        bench.Disk.Fail("no room at all");
        Assert.NotNull((await bench.ApproveAsync(open)).Refused);

        await bench.Engine.RestartAsync(bench.Disk.Heal);
        await bench.Engine.UntilFinalAsync(decided.Item.RunId);
        Assert.Equal(ReviewState.Open, (await bench.Engine.Get<ReviewQueries>().GetAsync(open.Item.Id))!.Item.State);
        await bench.GoesOnAsync(open);
    }

    /// <summary>Somebody else writes, and does not end.</summary>
    private static async Task<SqliteConnection> LockAsync(FaultBench bench)
    {
        var other = new SqliteConnection($"Data Source={bench.Database};Pooling=False");
        await other.OpenAsync();
        await using var begin = other.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return other;
    }

    /// <summary>A writer that gives up sooner: the time is the same in kind.</summary>
    private sealed class Impatient : IDisposable
    {
        private readonly int _usual = WriterConnection.BusySeconds;

        public Impatient() => WriterConnection.BusySeconds = 2;

        public void Dispose() => WriterConnection.BusySeconds = _usual;
    }
}
