using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class LimitsTests
{
    [Fact]
    public async Task Request_BeyondTheBudget_IsToldWhenToComeAgain()
    {
        await using var server = await DashboardServer.StartAsync(new Dictionary<string, string?> { ["Api:RequestsPerSecond"] = "1", ["Api:Burst"] = "5" });
        using var client = server.WithKey();
        using var anonymous = server.Anonymous();
        var caller = new DoorCaller(client);

        DoorAnswer answer;
        var asked = 0;
        do
        {
            answer = await caller.GetAsync("/api/workflows");
            asked++;
        }
        while (answer.Status == 200 && asked < 100);

        answer.Refuses(429, "too-many-requests");
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.InRange(asked, 6, 50);
        (await new DoorCaller(anonymous).GetAsync("/health/ready")).Is(200);
    }
}
