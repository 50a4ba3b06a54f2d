using HitlDashboard.Engine;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Dashboard.Doors;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>
/// T7: everything at once over REST, with repeats and callers that hang up; then each review's history must have an order in which every answer was right.
/// <c>HITL_MIXED</c> says how many operations, <c>HITL_SEED</c> repeats their choice.
/// </summary>
[Collection(nameof(KillTests))]
public sealed class MixedLoadTests(ITestOutputHelper output)
{
    private const int Programs = 12;
    private static readonly int Operations = KillTests.Number("HITL_MIXED") ?? 3000;
    private static readonly int Seed = Chance.Seed;

    [Fact]
    public async Task Reviews_UnderAMixedLoad_AnswerAsIfOneThingHappenedAfterTheOther() => Findings.None(await PlayAsync(Operations));

    [Theory]
    [InlineData(nameof(Mutations.IgnoresKeys))]
    [InlineData(nameof(Mutations.DecidesAgain))]
    public async Task Reviews_WithoutAMechanism_AreFoundOut(string mechanism)
    {
        Switch(mechanism, true);
        try
        {
            Assert.NotEmpty(await PlayAsync(Math.Min(Operations, 600)));
        }
        finally
        {
            Switch(mechanism, false);
        }
    }

    /// <summary>What is wrong.</summary>
    private async Task<IReadOnlyList<string>> PlayAsync(int operations)
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_MIXED={operations}");
        await using var load = await MixedLoad.StartAsync();
        var clients = load.Crowd.Select(person => load.Server.WithKey(person.Key)).ToList();
        var programs = Enumerable.Range(0, Programs).Select(number => new MixedClient(load, clients[number % MixedLoad.People], load.Crowd[number % MixedLoad.People].Name, (Seed * 31) + number)).ToList();
        await Task.WhenAll(programs.Select(program => Task.Run(() => program.PlayAsync(operations / Programs))));

        await load.Server.StopAsync();
        await load.Server.StartAgainAsync();
        foreach (var program in programs)
        {
            await program.RepeatAsync();
        }

        await Eventually.IsTrueAsync(async () => (await new DoorCaller(clients[0]).GetAsync("/api/reviews?state=staged&limit=1")).Is(200).Json.Items().Count == 0, "every staged decision takes effect");
        foreach (var (review, _) in load.Histories.ToList())
        {
            await programs[0].ReadAsync(review);
        }

        clients.ForEach(client => client.Dispose());
        return [.. load.Wrong.Take(5), .. Judge(load), .. DatabaseVerification.Verify(Path.Combine(load.Server.DataDirectory, "hitl.db")).Violations.Select(violation => violation.ToString())];
    }

    private IReadOnlyList<string> Judge(MixedLoad load)
    {
        var histories = load.Histories.ToList();
        var all = histories.SelectMany(history => history.Operations).ToList();
        output.WriteLine($"{all.Count} answers about {histories.Count} reviews, {all.Count(operation => !operation.IsKnown)} unheard, {all.Count(operation => operation.Heard is "staged" or "decided" && operation.Verb == "decide")} decisions, {all.Count(operation => operation.Verb == "undo" && operation.Heard == "ok")} undone");
        return [.. histories.Select(history => Linearization.Problem(history.Operations) is { } problem ? $"{history.Review}: {problem}" : null).OfType<string>().Take(3)];
    }

    // Nothing else runs while this collection does, so a switch of the whole process harms no other test.
    private static void Switch(string mechanism, bool isBroken)
    {
        Mutations.IgnoresKeys = isBroken && mechanism == nameof(Mutations.IgnoresKeys);
        Mutations.DecidesAgain = isBroken && mechanism == nameof(Mutations.DecidesAgain);
    }
}
