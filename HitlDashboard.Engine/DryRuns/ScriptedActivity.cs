using System.Text.Json;
using HitlDashboard.Engine.Activities;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Stands in for a kind of step that acts on the outside.</summary>
internal sealed class ScriptedActivity(string uses, StepOutputs outputs) : IActivity
{
    public string Uses => uses;

    public Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation) =>
        Task.FromResult<ActivityOutcome>(outputs.Find(context.StepId, context.Index) is { } found
            ? new ActivityOutcome.Produced(found.Output, Confidence(found.Output))
            : new ActivityOutcome.Failed("no-output", $"A dry run does not run '{uses}' steps, and there is no output for '{context.StepId}': give it one, or complete a run first.", Retryable: false));

    private static double? Confidence(JsonElement output) =>
        output.ValueKind == JsonValueKind.Object && output.TryGetProperty("confidence", out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() is >= 0 and <= 1 and var share
            ? share
            : null;
}
