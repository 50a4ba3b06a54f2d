using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Says how long a path takes, from runs that were completed.</summary>
internal static class TimeEstimate
{
    private const int Runs = 20;

    /// <summary>Null where no run of the workflow was ever completed.</summary>
    public static async Task<DryRunEstimate?> ReadAsync(
        IDbContextFactory<EngineDbContext> contexts, WorkflowDefinition definition, IReadOnlySet<string> path, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var runs = await context.Runs.Where(run => run.Workflow == definition.Name && run.State == RunState.Completed)
            .OrderByDescending(run => run.Number).Take(Runs).Select(run => run.Id).ToListAsync(cancellation);
        var tasks = await context.Tasks.Where(task => runs.Contains(task.RunId) && task.Resolution != Resolution.Skipped && task.CompletedAt != null)
            .Select(task => new { task.RunId, task.StepId, task.CreatedAt, task.CompletedAt }).ToListAsync(cancellation);
        var medians = tasks.GroupBy(task => (task.RunId, task.StepId))
            .Select(step => (step.Key.StepId, Length: step.Max(task => task.CompletedAt!.Value) - step.Min(task => task.CreatedAt)))
            .GroupBy(step => step.StepId, step => step.Length, StringComparer.Ordinal)
            .ToDictionary(step => step.Key, Median, StringComparer.Ordinal);
        return runs.Count == 0 ? null : new DryRunEstimate(
            Durations.ToIso(Longest(definition, path, medians)), runs.Count,
            [.. definition.Steps.Select(step => step.Id).Where(step => path.Contains(step) && !medians.ContainsKey(step))]);
    }

    /// <summary>The longest way through the steps of the path, in milliseconds' precision.</summary>
    internal static TimeSpan Longest(WorkflowDefinition definition, IReadOnlySet<string> path, IReadOnlyDictionary<string, TimeSpan> medians)
    {
        var ends = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        TimeSpan End(string id)
        {
            if (!ends.TryGetValue(id, out var end))
            {
                var needs = definition.Step(id).Needs.Select(End).Append(TimeSpan.Zero).Max();
                ends[id] = end = needs + (path.Contains(id) ? medians.GetValueOrDefault(id) : TimeSpan.Zero);
            }

            return end;
        }

        var longest = definition.Steps.Select(step => End(step.Id)).Max();
        return TimeSpan.FromMilliseconds(Math.Round(longest.TotalMilliseconds));
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> lengths)
    {
        var sorted = lengths.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
