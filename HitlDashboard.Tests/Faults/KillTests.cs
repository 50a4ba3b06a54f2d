using HitlDashboard.Tests.Support;
using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults;

/// <summary>
/// kill -9 of the whole server at random moments, also while it starts, with staged decisions in flight. <c>HITL_KILLS</c> and <c>HITL_SEED</c> repeat a run.
/// Seen to fail with idempotency keys ignored, and with answers given before the commit.
/// </summary>
[Collection(nameof(KillTests))]
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Clients = 6;
    private static readonly int Kills = Number("HITL_KILLS") ?? 40;
    private static readonly int Seed = Chance.Seed;

    [Fact]
    public async Task Server_KilledAtRandomMoments_LosesNothingAndDoublesNothing()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_KILLS={Kills}");
        var watch = Stopwatch.StartNew();
        using var server = new ServerProcess(KillWorkflow.Yaml, "kill-proof.yaml");
        using var http = server.Client();
        var client = new PatientClient(http);
        var acknowledged = new Acknowledged();
        var checks = new KillChecks(client, acknowledged);
        using var stop = new CancellationTokenSource();
        server.Start();
        await server.ReadyAsync(http);
        var players = Enumerable.Range(0, Clients).Select(number => new KillClient(client, acknowledged, number, Seed).PlayAsync(stop.Token)).ToList();

        await KillAsync(server, http, checks, acknowledged, players);
        await stop.CancelAsync();
        await Task.WhenAll(players);
        await checks.EverythingEndsRightAsync();
        await checks.NothingIsDoubledAsync();

        var staged = acknowledged.Decisions.Values.Count(decision => decision.IsStaged);
        output.WriteLine($"{Kills} kills, {acknowledged.Runs.Count} runs, {acknowledged.Decisions.Count} decisions ({staged} staged), {acknowledged.SentBack} sent back, {acknowledged.Undone} undone, {client.Repeats} repeats, {watch.Elapsed.TotalSeconds:0} s");
        Assert.True(acknowledged.Decisions.Count >= Kills && staged > 5 && client.Repeats >= Kills / 2, "Too little happened between the kills to prove anything.");
    }

    private static async Task KillAsync(ServerProcess server, HttpClient http, KillChecks checks, Acknowledged acknowledged, List<Task> players)
    {
        var chance = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Every second kill, about, hits the start itself, and with it the recovery from the kill before.
            var isReady = chance.Next(2) == 0;
            if (isReady)
            {
                var known = acknowledged.Snapshot();
                await server.ReadyAsync(http);
                await checks.NothingIsLostAsync(known);
            }

            await Task.Delay(chance.Next(isReady ? 600 : 1500));
            await (players.FirstOrDefault(player => player.IsFaulted) ?? Task.CompletedTask);
            await server.KillAsync();
            server.Start();
        }

        await server.ReadyAsync(http);
        await checks.NothingIsLostAsync(acknowledged.Snapshot());
    }

    internal static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}

/// <summary>Alone: nothing else may take its time away.</summary>
[CollectionDefinition(nameof(KillTests), DisableParallelization = true)]
public sealed class KillTestsCollection;
