using System.Text.Json;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What a run remembers of the times that it went back to an earlier step (<c>onReject: { goto }</c>).</summary>
/// <param name="GoneBack">How often it went back.</param>
/// <param name="Superseded">Tasks that count no more, because the run went back behind their step.</param>
/// <param name="Steps">What the steps that it went back behind went through.</param>
public sealed record RunPast(int GoneBack, int Superseded, IReadOnlyDictionary<string, PastRounds> Steps)
{
    /// <summary>It never went back.</summary>
    public static RunPast None { get; } = new(0, 0, new Dictionary<string, PastRounds>(StringComparer.Ordinal));

    /// <summary>A new task's values: its rounds go on from those before.</summary>
    public TaskValues First(string step, JsonElement? item, int index) =>
        Steps.TryGetValue(step, out var past) ? new TaskValues(item, index, past.Round + 1, past.Feedback) : new TaskValues(item, index, 1, null);

    /// <summary>The same after the run went back once more.</summary>
    /// <param name="cause">The step whose reject sent it back.</param>
    /// <param name="feedback">What the reviewer said, or null.</param>
    /// <param name="rounds">The highest round of each step that it went back behind.</param>
    /// <param name="superseded">How many tasks these steps had.</param>
    public RunPast After(string cause, string? feedback, IReadOnlyDictionary<string, int> rounds, int superseded)
    {
        var steps = new Dictionary<string, PastRounds>(Steps, StringComparer.Ordinal);
        foreach (var (step, round) in rounds)
        {
            steps[step] = new PastRounds(round, (steps.GetValueOrDefault(step)?.GoneBack ?? 0) + (step == cause ? 1 : 0), feedback);
        }

        return new RunPast(GoneBack + 1, Superseded + superseded, steps);
    }
}

/// <summary>What a step went through before the run last went back behind it.</summary>
/// <param name="Round">The highest round that it reached; its tasks go on from there.</param>
/// <param name="GoneBack">How often its own reject sent the run back.</param>
/// <param name="Feedback">What the reviewer said who last sent the run back behind it, or null.</param>
public sealed record PastRounds(int Round, int GoneBack, string? Feedback)
{
    /// <summary>All that other steps can read of a step that has not run again yet.</summary>
    internal JsonElement? Json => Feedback is null ? null : EngineJson.From(new { feedback = Feedback });
}
