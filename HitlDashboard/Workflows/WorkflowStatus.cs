using HitlDashboard.Engine.Workflows;
using HitlDashboard.Ui;

namespace HitlDashboard.Workflows;

/// <summary>Whether a workflow's newest file is good, as people see it.</summary>
public static class WorkflowStatus
{
    public static Status Of(WorkflowSummary workflow) => workflow.Errors.Count switch
    {
        0 => new Status("Valid", Tone.Good, "check"),
        1 => new Status("Broken, 1 error", Tone.Bad, "alert"),
        var many => new Status($"Broken, {many} errors", Tone.Bad, "alert"),
    };
}
