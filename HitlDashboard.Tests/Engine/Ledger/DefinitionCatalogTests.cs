using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

public sealed class DefinitionCatalogTests
{
    [Fact]
    public async Task Start_AfterANewVersion_TakesIt()
    {
        await using var engine = await EngineHarness.StartAsync();
        for (var version = 1; version <= 3; version++)
        {
            var run = await engine.CompleteAsync(
                $$$"""
                name: versions
                steps: [ { id: a, uses: set, with: { version: {{{version}}} } } ]
                output: "{{steps.a.output.version}}"
                """,
                "versions");

            Assert.Equal(version, run.Output!.Value.GetInt32());
        }
    }

    [Fact]
    public async Task Start_AfterARestart_TakesTheLatest()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.SaveAsync("name: kept\nsteps: [ { id: a, uses: set, with: { v: 1 } } ]");
        await engine.SaveAsync("name: kept\nsteps: [ { id: b, uses: set, with: { v: 2 } } ]");
        await engine.RestartAsync();

        var run = await engine.UntilFinalAsync(await engine.RunAsync("kept"));

        Assert.Equal("b", Assert.Single(run.Tasks).Step);
    }
}
