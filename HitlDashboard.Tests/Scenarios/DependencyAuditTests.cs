using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>A decision for each finding, on the packages of this very solution.</summary>
public sealed class DependencyAuditTests
{
    private const string Workflow = "dependency-audit";

    [Fact]
    public async Task Run_OwnPackages_AsksAboutEachFindingAndReportsEveryVerdict()
    {
        await using var engine = await SampleRuns.StartAsync();
        await engine.SaveSampleAsync(Workflow);
        var run = await engine.RunAsync(Workflow, new { });

        var findings = await FindingsAsync(engine, run);
        for (var decided = 0; decided < findings.Count; decided++)
        {
            await DecideAsync(engine, run, decided);
        }

        var done = await engine.UntilFinalAsync(run);
        var report = engine.Published(Workflow, "dependency-audit.md");
        Assert.Equal(RunState.Completed, done.Summary.State);
        Assert.InRange(findings.Count, 2, 12);
        Assert.All(findings, finding => Assert.Contains($"**{finding.GetProperty("package")} {finding.GetProperty("version")}**", report, StringComparison.Ordinal));
        Assert.True(
            (findings.Count - 2, 1, 1) == (Count(report, ": accept"), Count(report, ": update (a newer one is out)"), Count(report, "false alarm")), report);
    }

    [Fact]
    public async Task Run_NoProject_FailsAndSaysWhy()
    {
        await using var engine = await SampleRuns.StartAsync();
        await engine.SaveSampleAsync(Workflow);

        var done = await engine.UntilFinalAsync(await engine.RunAsync(Workflow, new { project = "/nowhere/x.csproj" }));

        Assert.Equal(RunState.Failed, done.Summary.State);
        Assert.Contains("/nowhere/x.csproj", done.Error!.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<JsonElement>> FindingsAsync(EngineHarness engine, RunId run)
    {
        var seen = await engine.UntilAsync(run, found => Step(found, "findings")?.State == TaskState.Completed);
        return [.. Step(seen, "findings")!.Output!.Value.GetProperty("json").EnumerateArray()];
    }

    /// <summary>The first is amended, the second rejected, all others are approved.</summary>
    private static async Task DecideAsync(EngineHarness engine, RunId run, int number)
    {
        var review = await engine.ReviewAsync(run);
        var package = review.Request.Subjected;
        var output = new
        {
            package = package.GetProperty("package").GetString(),
            version = package.GetProperty("version").GetString(),
            problem = package.GetProperty("problem").GetString(),
            verdict = "update",
            note = "a newer one is out",
        };
        var answer = number switch
        {
            0 => await engine.DecideAsync(review, Verdict.Amend, output),
            1 => await engine.DecideAsync(review, Verdict.Reject, reason: "Decided before"),
            _ => await engine.DecideAsync(review, Verdict.Approve),
        };
        Assert.True(answer.Refused is null, answer.Refused?.Message);
    }

    private static TaskDetail? Step(RunDetail run, string step) => run.Tasks.FirstOrDefault(task => task.Step == step);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
