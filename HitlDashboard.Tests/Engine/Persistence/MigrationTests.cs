using HitlDashboard.Engine;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HitlDashboard.Tests.Engine.Persistence;

/// <summary>A file of the first released version in this one: copied first, changed whole or not at all, and everything in it goes on.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public MigrationTests() => ReleasedFile.Write(Database);

    private string Database => _folder.File("hitl.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OnTheFirstReleasedFile_EndsEveryTask_AndKeepsTheHistory()
    {
        var before = ReleasedFile.History(Database);
        await using var engine = await EngineHarness.StartAsync(
            services => services.AddSingleton<TimeProvider>(new LaterClock(TimeSpan.FromDays(1000))),
            options =>
            {
                File.Copy(Database, options.DatabaseFile);
                return options;
            });

        await Eventually.IsTrueAsync(async () => await EndAsync(engine), "every run of the released file ends");

        var file = Path.Combine(engine.Folder, "hitl.db");
        var ends = (await RunsAsync(engine)).GroupBy(run => run.State).ToDictionary(state => state.Key, state => state.Count());
        Assert.Equal((12, 1, 1), (ends[RunState.Completed], ends[RunState.Failed], ends[RunState.Cancelled]));
        Assert.Equal(before, ReleasedFile.History(file).Take(before.Count));
        Assert.Empty(DatabaseVerification.Verify(file).Violations);
        var copy = Assert.Single(Directory.GetFiles(engine.Folder, "hitl.db.before-*"));
        Assert.Single(ReleasedFile.Migrations(copy));
        Assert.Equal(before, ReleasedFile.History(copy));
    }

    [Theory]
    [InlineData("WAL")]
    [InlineData("DELETE")]
    public async Task Prepare_KilledAtAnyStatement_LeavesTheOldFileOrTheNewOne(string journal)
    {
        ReleasedFile.Execute(Database, $"PRAGMA journal_mode={journal}");
        var (old, history) = (ReleasedFile.Schema(Database), ReleasedFile.History(Database));
        using var deaths = new TempFolder();
        using (var moments = new KilledMoments(Database, deaths.Path))
        {
            await DatabaseSchema.PrepareAsync(Database, CancellationToken.None, moments);
            Assert.True(moments.Count > 40, $"Only {moments.Count} moments were kept: the statements are not seen.");
        }

        var migrated = ReleasedFile.Schema(Database);
        Assert.NotEqual(old, migrated);
        foreach (var file in Directory.GetDirectories(deaths.Path).Select(moment => Path.Combine(moment, "hitl.db")))
        {
            var found = ReleasedFile.Schema(file);
            Assert.True(found.SequenceEqual(old) || found.SequenceEqual(migrated), $"{file} is half migrated.");
            await DatabaseSchema.PrepareAsync(file, CancellationToken.None).WaitAsync(Eventually.Deadline);
            Assert.Equal(migrated, ReleasedFile.Schema(file));
            Assert.Equal(history, ReleasedFile.History(file));
        }
    }

    [Fact]
    public async Task Prepare_MigrationThatFails_LeavesTheOldFileUsable_AndSaysWhereTheCopyIs()
    {
        ReleasedFile.Execute(Database, "CREATE TABLE Signals (Own TEXT); INSERT INTO Signals VALUES ('mine')");
        var (schema, history) = (ReleasedFile.Schema(Database), ReleasedFile.History(Database));

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DatabaseSchema.PrepareAsync(Database, CancellationToken.None));

        Assert.Contains("is as it was; a copy is in", refused.Message, StringComparison.Ordinal);
        Assert.Equal(schema, ReleasedFile.Schema(Database));
        Assert.Equal(history, ReleasedFile.History(Database));
        ReleasedFile.Execute(Database, "DROP TABLE Signals");
        await DatabaseSchema.PrepareAsync(Database, CancellationToken.None).WaitAsync(Eventually.Deadline);
        Assert.Equal(history, ReleasedFile.History(Database));
    }

    [Fact]
    public async Task Prepare_NewerFile_IsRefusedAndLeftAlone()
    {
        ReleasedFile.Execute(Database, "INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99.0')");
        var bytes = await File.ReadAllBytesAsync(Database);

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DatabaseSchema.PrepareAsync(Database, CancellationToken.None));

        Assert.Contains("newer version of this program (schema 99990101000000_Later)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Database));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.before-*"));
    }

    [Fact]
    public async Task Prepare_FileThatIsNoDatabase_IsRefused()
    {
        await File.WriteAllTextAsync(Database, new string('x', 5000));

        var refused = await Assert.ThrowsAsync<EngineRefusedException>(() => DatabaseSchema.PrepareAsync(Database, CancellationToken.None));

        Assert.Contains("restore a backup", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Decides whatever waits and resumes what is paused; true once every run has ended.</summary>
    private static async Task<bool> EndAsync(EngineHarness engine)
    {
        foreach (var item in (await engine.Get<ReviewQueries>().ListAsync(new ReviewFilter { Limit = 200 })).Items)
        {
            var review = (await engine.Get<ReviewQueries>().GetAsync(item.Id))!;
            var approves = review.Request.Allowed.Contains(Verdict.Approve);
            Assert.Null((await engine.DecideAsync(review, approves ? Verdict.Approve : Verdict.Amend, approves ? null : new { b = 1 })).Refused);
        }

        var runs = await RunsAsync(engine);
        foreach (var paused in runs.Where(run => run.State == RunState.Paused))
        {
            Assert.Null((await engine.Get<ChangeRun>().ResumeAsync(paused.Id, engine.Ana)).Refused);
        }

        return runs.All(run => RunTransitions.IsFinal(run.State));
    }

    private static async Task<IReadOnlyList<RunSummary>> RunsAsync(EngineHarness engine) =>
        (await engine.Get<RunQueries>().ListAsync(new RunFilter { Limit = 200 })).Items;

    /// <summary>The system's clock, some days on: whatever waited for an instant is due.</summary>
    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
