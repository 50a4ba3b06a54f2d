using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class AuditEndpointsTests(DoorsFixture doors) : IClassFixture<DoorsFixture>
{
    /// <summary>What a caller appends to a file, a line for each answer, is what <c>audit verify --anchors</c> reads.</summary>
    [Fact]
    public async Task Anchor_IsALineOfAnAnchorFile_AndMovesOn()
    {
        var first = (await doors.Viewer.GetAsync("/api/audit/anchor")).Is(200).Body;
        (await doors.Operator.PostAsync("/api/workflows/echo/runs?waitSeconds=50", new { input = new { text = "a" } })).Is(201);
        var second = (await doors.Viewer.GetAsync("/api/audit/anchor")).Is(200).Body;

        var (before, after) = (EngineJson.Read<AuditAnchor>(first), EngineJson.Read<AuditAnchor>(second));
        Assert.DoesNotContain('\n', first);
        Assert.Matches("^[0-9a-f]{64}$", after.Chain);
        Assert.True(after.Number > before.Number && after.Seq > before.Seq && after.At >= before.At, $"{before} {after}");
    }
}
