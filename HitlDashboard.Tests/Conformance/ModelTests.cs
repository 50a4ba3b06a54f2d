using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Faults;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Conformance;

/// <summary>
/// Random workflows with random outcomes and decisions: the engine does what a model does that was written from the documents.
/// <c>HITL_SEED</c> and <c>HITL_MODELS</c> repeat a set, <c>HITL_MODEL=definition:path</c> a single walk.
/// </summary>
[Collection(nameof(KillTests))]
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int Together = 8;
    private const int Shown = 5;
    private static readonly int Walks = KillTests.Number("HITL_MODELS") ?? 2000;
    private static readonly int Seed = Chance.Seed;

    [Fact]
    public async Task Engine_OnRandomWorkflows_DoesWhatTheModelDoes()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_MODELS={Walks}");
        await using var engine = await ModelEngine.StartAsync();
        var walks = Chosen().ToList();
        var wrong = new List<string>();
        foreach (var some in walks.Chunk(walks.Count / 4 + 1))
        {
            // Pictures in memory and rows in the tables must say the same.
            await engine.RestartAsync();
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (walk, _) =>
            {
                if (await walk.GoAsync() is { } report)
                {
                    lock (wrong)
                    {
                        wrong.Add(report);
                    }
                }
            });
        }

        output.WriteLine($"{walks.Count} workflows, {walks.Sum(walk => walk.Commands)} commands");
        // The shortest says most.
        Findings.None(wrong.OrderBy(report => report.Length).Take(Shown));
        Findings.None(DatabaseVerification.Verify(engine.Database).Violations.Select(violation => violation.ToString()));

        IEnumerable<ModelWalk> Chosen() => Environment.GetEnvironmentVariable("HITL_MODEL")?.Split(':') is [var definition, var path]
            ? [new ModelWalk(engine, int.Parse(definition), int.Parse(path))]
            : Enumerable.Range(0, Walks).Select(number => new ModelWalk(engine, Seed + number, (Seed * 7919) + number));
    }
}
