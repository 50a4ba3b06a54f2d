using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>Where a step sends a secret is the word of those who may save definitions: an operator can't have it sent elsewhere.</summary>
public sealed class SecretInputTests : TaskOperations
{
    private const string WithSecret = "{ url: 'https://example.com', headers: { X-Token: '{{secrets.NOT_SET}}' } }";

    private static readonly object Elsewhere = new { url = "https://example.org", headers = new Dictionary<string, string> { ["X-Token"] = "[secret NOT_SET]" } };

    [Theory]
    [InlineData(WithSecret, "forbidden")]
    [InlineData("{ url: 'https://example.com', headers: { X-Token: none } }", null)]
    public async Task ChangeInput_ByAnOperator(string with, string? code)
    {
        var id = await StartAsync($"name: sends\nsteps:\n  - {{ id: call, uses: http, with: {with}, review: {{ before: true }} }}\n");
        await Engine.ReviewAsync(id);
        var task = (await Engine.Get<RunQueries>().GetAsync(id))!.Tasks[0];

        Assert.Equal(code, (await ChangeAsync(task, Elsewhere, Operator)).Refused?.Code);
        Assert.Null((await ChangeAsync(task, Elsewhere, Engine.Ana)).Refused);
    }

    [Fact]
    public async Task Retry_WithAnotherInput_ByAnOperator_IsForbidden()
    {
        var id = await StartAsync($"name: sends\nsteps:\n  - {{ id: call, uses: http, with: {WithSecret} }}\n");
        var failed = (await Engine.UntilFinalAsync(id)).Tasks[0];
        Assert.Equal("secret-missing", failed.Error!.Code);

        var answer = await Engine.Get<ChangeTask>().RetryAsync(failed.Id, Operator, EngineJson.From(Elsewhere), "faster there");

        Assert.Equal("forbidden", answer.Refused!.Code);
        Assert.Null((await Engine.Get<ChangeTask>().RetryAsync(failed.Id, Operator)).Refused);
        await Engine.UntilAsync(id, run => run.Tasks[0] is { Attempt: 2, State: TaskState.Failed });
    }
}
