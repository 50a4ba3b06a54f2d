using System.Text.Json;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Faults;

/// <summary>Holds the server's data against what it acknowledged.</summary>
internal sealed class KillChecks(PatientClient server, Acknowledged acknowledged)
{
    private readonly HashSet<string> _seen = [];

    /// <summary>Everything acknowledged before the kill is there: called after a restart with what was known before it was ready.</summary>
    public async Task NothingIsLostAsync((IReadOnlyDictionary<string, Guid> Runs, IReadOnlyDictionary<string, AcknowledgedDecision> Decisions) known)
    {
        var (runs, decisions) = known;
        var present = (await RunsAsync()).Select(Id).ToHashSet();
        Assert.Empty(runs.Where(run => !present.Contains(run.Value)).Select(run => $"The acknowledged run {run.Key} is lost."));
        foreach (var (name, decision) in decisions.Where(pair => _seen.Add(pair.Key)))
        {
            var review = await server.GetAsync($"/api/reviews/{decision.Review}");
            Assert.True(
                review.GetProperty("state").GetString() is "staged" or "decided" && review.GetProperty("decision").GetProperty("id").GetGuid() == decision.Decision,
                $"The acknowledged decision about {name} is lost: {review}");
        }
    }

    /// <summary>Every run ends, as what was decided about it says, and there is exactly one run for each name.</summary>
    public async Task EverythingEndsRightAsync()
    {
        await Eventually.IsTrueAsync(
            async () => (await server.ListAsync("/api/runs?state=Running")).Count == 0, "every run ends", TimeSpan.FromSeconds(60));
        var runs = await RunsAsync();
        Assert.Equal(acknowledged.Runs.Values.Order(), runs.Select(Id).Order());
        foreach (var (name, decision) in acknowledged.Decisions)
        {
            var run = await server.GetAsync($"/api/runs/{acknowledged.Runs[name]}");
            Assert.Equal("Completed", run.GetProperty("state").GetString());
            Assert.Equal(decision.Text, run.GetProperty("output").GetProperty("text").GetString());
        }
    }

    /// <summary>Each task ended once and each review was decided once, as the history tells it.</summary>
    public async Task NothingIsDoubledAsync()
    {
        foreach (var (name, run) in acknowledged.Runs)
        {
            var history = await server.ListAsync($"/api/runs/{run}/events");
            Assert.Equal(4, history.Count(entry => Is(entry, "task", "Completed")));
            Assert.Equal(4, history.Where(entry => Is(entry, "task", "Completed")).Select(entry => entry.GetProperty("taskId").GetGuid()).Distinct().Count());
            var decided = history.Where(entry => Is(entry, "review", "Decided")).Select(entry => entry.GetProperty("reviewId").GetGuid()).ToList();
            Assert.True(decided.Count == decided.Distinct().Count(), $"A review of {name} was decided twice.");
        }
    }

    private Task<IReadOnlyList<JsonElement>> RunsAsync() => server.ListAsync($"/api/runs?workflow={KillWorkflow.Name}");

    private static bool Is(JsonElement entry, string kind, string to) =>
        entry.GetProperty("kind").GetString() == kind && entry.TryGetProperty("to", out var state) && state.GetString() == to;

    private static Guid Id(JsonElement run) => run.GetProperty("id").GetGuid();
}
