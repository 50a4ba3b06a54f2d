using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Data.Sqlite;
using static HitlDashboard.Tests.Engine.Reviews.ReviewHarness;

namespace HitlDashboard.Tests.Engine.Reviews;

/// <summary>A file in which somebody approved alone what others had to agree about is not sound.</summary>
public sealed class DutyCheckTests
{
    [Theory]
    [InlineData("UPDATE Decisions SET Actor = 'cora' WHERE State = 'Counted'", "2 people had to approve it")]
    [InlineData("UPDATE Decisions SET Person = 'Cora' WHERE State = 'Counted'", "2 people had to approve it")]
    [InlineData("UPDATE Runs SET StartedBy = 'cora'", "cora started the run")]
    [InlineData("UPDATE Runs SET Starter = 'Ana'", "Ana started the run")]
    [InlineData("UPDATE Decisions SET Actor = 'ana' WHERE State = 'Revised'", "ana changed the content")]
    public async Task Verify_FileWithAForgedApproval_FindsIt(string forgery, string part)
    {
        await using var reviews = await StartAsync();
        var review = await reviews.AskAsync("approvals: 2, exclude: [starter, amender]");
        await reviews.AmendAsync(review, Ben);
        var fresh = await reviews.ReadAsync(review);
        await reviews.ApproveAsync(fresh, Ana);
        Assert.Equal(ReviewState.Decided, (await reviews.ApproveAsync(fresh, Cora)).Value!.State);
        await reviews.Engine.UntilFinalAsync(review.Item.RunId);
        var copy = Path.Combine(reviews.Engine.Folder, "forged.db");
        Run($"Data Source={Path.Combine(reviews.Engine.Folder, "hitl.db")};Pooling=False", $"VACUUM INTO '{copy}'");
        Assert.Empty(DatabaseVerification.Verify(copy).Violations);

        Run($"Data Source={copy};Pooling=False", forgery);

        Assert.Contains(DatabaseVerification.Verify(copy).Violations, violation => violation.Invariant == "I14" && violation.Message.Contains(part, StringComparison.Ordinal));
    }

    private static void Run(string file, string sql)
    {
        using var connection = new SqliteConnection(file);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
