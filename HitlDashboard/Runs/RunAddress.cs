using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Runs;

/// <summary>The address of a run's page with its selection.</summary>
public static class RunAddress
{
    public static string Of(RunId run, StepSelection? selection = null) => selection switch
    {
        { Step: { } step, Index: { } index } => $"/runs/{run}?step={Uri.EscapeDataString(step)}&index={index}",
        { Step: { } step } => $"/runs/{run}?step={Uri.EscapeDataString(step)}",
        _ => $"/runs/{run}",
    };
}
