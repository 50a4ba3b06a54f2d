using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

/// <summary>Runs whose version this program can't read any more, as after a restore on a machine that knows less. They wait; all others go on.</summary>
public sealed class UnreadableDefinitionTests : IAsyncLifetime
{
    private const string Solo = "name: old\nconcurrency: { group: solo, max: 1 }\nsteps:\n  - { id: ask, uses: human }\n";

    private EngineHarness _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public Task DisposeAsync() => _engine.DisposeAsync().AsTask();

    [Theory]
    [InlineData("UPDATE Tasks SET State = 'AwaitingReview' WHERE State = 'AwaitingReview'")]
    [InlineData("UPDATE Tasks SET State = 'Running', ReviewId = NULL, LeaseOwner = 'gone', LeaseUntil = 1 WHERE State = 'AwaitingReview'")]
    [InlineData("UPDATE Tasks SET State = 'Pending', ReviewId = NULL WHERE State = 'AwaitingReview'")]
    public async Task OpenRun_OfSuchAVersion_StopsNeitherTheStartNorOtherRuns(string meanwhile)
    {
        await _engine.SaveAsync(Solo);
        var (held, waits) = (await _engine.RunAsync("old"), await _engine.RunAsync("old"));
        await _engine.ReviewAsync(held);
        await _engine.SaveAsync(Solo.Replace("id: ask", "id: newer", StringComparison.Ordinal));

        await _engine.RestartAsync(() => Execute("UPDATE Definitions SET Source = 'name: [' WHERE Source LIKE '%id: ask%'", meanwhile));

        var other = await _engine.CompleteAsync("name: other\nsteps:\n  - { id: a, uses: set }\n  - { id: b, uses: set }\n", "other");
        Assert.Equal(RunState.Completed, other.Summary.State);
        Assert.Equal(3, (await _engine.Get<RunQueries>().ListAsync(new RunFilter())).Items.Count);
        var found = (await _engine.Get<RunQueries>().GetAsync(held))!;
        Assert.Equal(("unreadable-definition", "ask"), (found.Error?.Code, Assert.Single(found.Tasks).Step));
        Assert.Contains("can't be read", found.Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(await _engine.Get<RunQueries>().GetAsync(waits));

        // Its place is still its own.
        var next = await _engine.RunAsync("old");
        Assert.Equal(WaitingFor.Capacity, (await _engine.Get<RunQueries>().GetAsync(next))!.Summary.WaitingFor);
    }

    [Fact]
    public async Task CurrentVersion_ThatCannotBeRead_IsNone()
    {
        await _engine.SaveAsync(Solo);
        await _engine.RestartAsync(() =>
        {
            Execute("UPDATE Definitions SET Source = 'name: ['");
            Directory.Delete(Path.Combine(_engine.Folder, "published"), recursive: true);
        });

        Assert.Equal("not-found", (await _engine.Get<StartRun>().ExecuteAsync("old", EngineJson.Empty, _engine.Ana)).Refused?.Code);
        Assert.NotNull(await _engine.Get<WorkflowQueries>().GetAsync("old"));
    }

    private void Execute(params string[] statements)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_engine.Folder, "hitl.db")};Pooling=False");
        connection.Open();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
