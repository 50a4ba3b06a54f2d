using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HitlDashboard.Tests.Engine.Persistence;

/// <summary>What the engine asks at every sweep, start and page must not read the whole history.</summary>
public sealed class QueryPlanTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private EngineDbContext _context = null!;

    public async Task InitializeAsync()
    {
        await DatabaseSchema.PrepareAsync(_folder.File("a.db"), CancellationToken.None);
        _context = new EngineDbContext(new DbContextOptionsBuilder<EngineDbContext>().UseSqlite($"Data Source={_folder.File("a.db")};Pooling=False").Options);
    }

    [Theory]
    [InlineData(TaskState.Pending)]
    [InlineData(TaskState.Running)]
    public async Task Tasks_ToDo_AreFoundByTheirIndex(TaskState state)
    {
        var query = state == TaskState.Pending ? _context.Tasks.Where(task => task.State == TaskState.Pending) : _context.Tasks.Where(task => task.State == TaskState.Running);

        Assert.Contains("USING INDEX IX_Tasks_State", await PlanAsync(query.ToQueryString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reviews_FirstPageByUrgency_IsReadInTheIndexsOrder()
    {
        var query = _context.Reviews.Where(review => review.State == ReviewState.Open).OrderBy(review => review.UrgentAt).ThenBy(review => review.Number).Take(50);
        var plan = await PlanAsync(query.ToQueryString());

        Assert.Contains("USING INDEX IX_Reviews_State_UrgentAt_Number", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_EndedLately_AreFoundByTheirIndex() =>
        Assert.Contains("USING INDEX IX_Runs_CompletedAt", await PlanAsync("SELECT * FROM Runs WHERE CompletedAt >= 5"), StringComparison.Ordinal);

    public async Task DisposeAsync() => await _context.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    private async Task<string> PlanAsync(string sql)
    {
        // What a query is shown with begins with a line per parameter.
        var text = string.Join('\n', sql.Split('\n').Where(line => !line.StartsWith(".param", StringComparison.Ordinal)));
        await using var command = _context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + text.Replace("@p", "50", StringComparison.Ordinal);
        await _context.Database.OpenConnectionAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var steps = new List<string>();
        while (await reader.ReadAsync())
        {
            steps.Add(reader.GetString(3));
        }

        return string.Join('\n', steps);
    }
}
