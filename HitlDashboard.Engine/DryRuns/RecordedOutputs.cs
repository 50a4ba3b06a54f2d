using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Reads what the tasks of a workflow's last completed run gave.</summary>
internal static class RecordedOutputs
{
    public static async Task<IReadOnlyDictionary<(string Step, int Index), JsonElement>> ReadAsync(
        IDbContextFactory<EngineDbContext> contexts, string workflow, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var last = await context.Runs.Where(run => run.Workflow == workflow && run.State == RunState.Completed)
            .OrderByDescending(run => run.Number).Select(run => run.Id).Take(1).ToListAsync(cancellation);
        // Not what the run went back behind: only the last time counts.
        var tasks = await context.Tasks.Where(task => last.Contains(task.RunId) && task.Superseded == 0 && task.Output != null)
            .Select(task => new { task.StepId, task.Index, task.Output }).ToListAsync(cancellation);
        return tasks.ToDictionary(task => (task.StepId, task.Index), task => EngineJson.Parse(task.Output!));
    }
}
