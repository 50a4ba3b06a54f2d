using System.Text.Json;
using HitlDashboard.Doors;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Inbox;
using HitlDashboard.Runs;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Doors;

public sealed class DoorJsonTests
{
    [Fact]
    public void Answers_ChoicesAndInstants_AreWrittenAsDocumented()
    {
        var value = new
        {
            Task = TaskState.AwaitingReview, Run = RunState.Running, Review = ReviewState.Staged, Verdict.SendBack, Risk.High, Waits = WaitingFor.Retry,
            At = new DateTimeOffset(2030, 1, 31, 10, 0, 0, 500, TimeSpan.FromHours(2)), Nothing = (string?)null,
        };

        Assert.Equal(
            """{"task":"AwaitingReview","run":"Running","review":"staged","sendBack":"sendBack","high":"high","waits":"retry","at":"2030-01-31T08:00:00.5Z","nothing":null}""",
            JsonSerializer.Serialize(value, DoorJson.Answers));
    }

    [Theory]
    [InlineData("""{"version":1,"coment":"x"}""", "coment", "'coment' is not a member")]
    [InlineData("""{"comment":"x"}""", "", "lacks 'version'")]
    [InlineData("""{"version":"1"}""", "version", "'version' has the wrong type")]
    [InlineData("""{"version":1.5}""", "version", "'version' has the wrong type")]
    [InlineData("""{"version":1,"version":2}""", "version", "'version' is there twice")]
    [InlineData("""{"version":1,""", "", "not valid JSON")]
    public void Problem_WrongBody_SaysWhatToCorrect(string body, string path, string message)
    {
        var problem = Read<ApproveBody>(body);

        Assert.Equal((400, "invalid-request"), (problem.Status, problem.Code));
        Assert.Contains(message, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("HitlDashboard", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(path, Assert.Single(problem.Errors!).Path);
    }

    [Theory]
    [InlineData("""{"version":1,"output":{"text":"\ud800"}}""", "not valid Unicode")]
    [InlineData("""{"version":1,"output":{"\udc00":1}}""", "not valid Unicode")]
    [InlineData("""{"version":1,"output":{"a":{"b":1,"b":2}}}""", "'output' is there twice")]
    public void Problem_ValueThatNobodyCouldRead_IsRefused(string body, string message) =>
        Assert.Contains(message, Read<AmendBody>(body).Detail, StringComparison.Ordinal);

    [Fact]
    public void Problem_DeepBody_SaysHowDeepIsAllowed()
    {
        var deep = "{\"input\":" + string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)) + "}";

        Assert.Contains("32 levels", Read<StartRunBody>(deep).Detail, StringComparison.Ordinal);
    }

    private static Problem Read<T>(string body)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DoorJson.Configure(options);
        var failure = Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<T>(body, options));
        return BadRequests.Problem(new BadHttpRequestException("wrapped", failure));
    }
}
