using System.Text.Json;
using HitlDashboard.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class DoorBoundaryTests
{
    [Theory]
    [InlineData("GET", "try again in a moment")]
    [InlineData("POST", "may have been done all the same. Send the same request again with the same Idempotency-Key")]
    [InlineData("PUT", "may have been done all the same")]
    public async Task StorageThatFailsOutsideTheLedger_IsNotCalledHarmless(string method, string expected)
    {
        var context = new DefaultHttpContext { Request = { Method = method }, Response = { Body = new MemoryStream() } };
        var boundary = new DoorBoundary(_ => throw new SqliteException("disk I/O error", 10), NullLogger<DoorBoundary>.Instance);

        await boundary.InvokeAsync(context);

        context.Response.Body.Position = 0;
        var problem = (await JsonSerializer.DeserializeAsync<JsonElement>(context.Response.Body))!;
        Assert.Equal((503, "storage-failed", "5"), (context.Response.StatusCode, problem.Text("code"), context.Response.Headers.RetryAfter.ToString()));
        Assert.Contains(expected, problem.Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was changed", problem.Text("detail"), StringComparison.Ordinal);
    }
}
