using HitlDashboard.Doors;
using HitlDashboard.Engine.Lifecycle;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class RefusalsTests
{
    [Theory]
    [InlineData("not-found", 404)]
    [InlineData("forbidden", 403)]
    [InlineData("already-decided", 409)]
    [InlineData("stale-version", 409)]
    [InlineData("not-open", 409)]
    [InlineData("not-staged", 409)]
    [InlineData("wrong-state", 409)]
    [InlineData("lease-lost", 409)]
    [InlineData("reason-required", 422)]
    [InlineData("invalid-output", 422)]
    [InlineData("invalid-input", 422)]
    [InlineData("invalid-definition", 422)]
    [InlineData("verdict-not-allowed", 422)]
    [InlineData("idempotency-key-reused", 422)]
    [InlineData("storage-failed", 503)]
    public void Problem_EveryCode_HasItsStatus(string code, int status)
    {
        var problem = Refusals.Problem(new Refusal(code, "No."));

        Assert.Equal((status, code, "No.", "urn:hitl:problem:" + code), (problem.Status, problem.Code, problem.Detail, problem.Type));
    }

    [Fact]
    public void Problem_DetailsAreFacts_BecomeMembers()
    {
        var details = EngineJson.Parse("""{"winner":{"user":"Approve","decision":"SendBack","at":"2030-01-31T08:00:00+00:00"},"status":7,"code":"x"}""");

        var problem = Refusals.Problem(new Refusal("already-decided", "Somebody was first.", details));

        Assert.Equal("""{"user":"Approve","decision":"sendBack","at":"2030-01-31T08:00:00Z"}""", problem.Facts["winner"].GetRawText());
        Assert.Equal(["winner"], problem.Facts.Keys);
    }

    [Fact]
    public void Problem_DetailsAreAList_BecomeErrors()
    {
        var details = EngineJson.Parse("""[{"file":"a.yaml","path":"steps[0].id","line":3,"column":5,"message":"is missing"},{"path":"b","message":"is not a number"}]""");

        var problem = Refusals.Problem(new Refusal("invalid-definition", "2 errors.", details));

        Assert.Equal([new ApiError("steps[0].id", 3, 5, "is missing"), new ApiError("b", null, null, "is not a number")], problem.Errors);
    }
}
