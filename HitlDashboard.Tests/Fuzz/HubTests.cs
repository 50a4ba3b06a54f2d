using System.Text;
using HitlDashboard.Engine.Events;
using HitlDashboard.Tests.Dashboard.Live;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>T15: whatever comes over the live hub, it answers or hangs up, and whoever comes next is served.</summary>
public sealed class HubTests(FuzzedServer fuzzed, ITestOutputHelper output) : IClassFixture<FuzzedServer>
{
    private const int Damaged = 60;

    [Fact]
    public async Task Say_Anything_IsAnsweredOrHungUpOn_AndTheNextIsServed()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Corpus.Seed}");
        var chance = new Random(Corpus.Seed);
        var corpus = Corpus.All("hub");
        var quiet = Listeners;
        var answered = 0;
        var frames = corpus.Concat(Made()).Concat(Enumerable.Range(0, Damaged).Select(_ => Mutation.Of(corpus[chance.Next(corpus.Count)], corpus, chance))).ToList();
        foreach (var frame in frames)
        {
            using (var hub = await HubCaller.ConnectAsync(fuzzed.Server, DashboardServer.AdminKey))
            {
                answered += await hub.SurvivesAsync(frame) ? 1 : 0;
            }

            // Seats are few; the one who was hung up on must give theirs back.
            await Eventually.IsTrueAsync(() => Listeners == quiet, "nobody listens");
        }

        output.WriteLine($"{frames.Count} messages, {answered} connections went on");
        Assert.InRange(answered, 1, frames.Count - 1);
        using var next = await HubCaller.ConnectAsync(fuzzed.Server, DashboardServer.AdminKey);
        Assert.True((await next.SubscribeAsync("runs")).TryGetProperty("result", out _));
        (await fuzzed.Admin.GetAsync("/health/ready")).Is(200);
    }

    private int Listeners => fuzzed.Server.Services.GetRequiredService<IEventBus>().SubscriberCount;

    /// <summary>Too large, too deep, too many.</summary>
    private static IEnumerable<byte[]> Made()
    {
        const char End = '\u001e';
        yield return Encoding.UTF8.GetBytes(new string('x', 200_000));
        yield return Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[[\"queue:{new string('x', 40_000)}\"]]}}{End}");
        yield return Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":{new string('[', 30_000)}");
        yield return Encoding.UTF8.GetBytes($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[[{string.Join(',', Enumerable.Repeat("\"runs\"", 3000))}]]}}{End}");
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{{\"type\":1,\"target\":\"Subscribe\",\"arguments\":[[]]}}{End}", 500)));
    }
}
