using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>How far a planned step is. A step that has not been planned has none.</summary>
public sealed record StepCount
{
    /// <summary>Tasks that it will have: 1, or the elements of its <c>foreach</c>.</summary>
    public required int Expected { get; init; }

    /// <summary>Tasks made.</summary>
    public int Planned { get; init; }

    /// <summary>Tasks that are final.</summary>
    public int Final { get; init; }

    /// <summary>Failed tasks that the step does not let pass (<c>onFailure</c>, <c>onReject</c>).</summary>
    public int Failures { get; init; }

    /// <summary>Skipped tasks without an output. One that a person skipped with an output counts as done.</summary>
    public int Skipped { get; init; }

    /// <summary>The elements of its <c>foreach</c>, or null.</summary>
    public IReadOnlyList<JsonElement>? Items { get; init; }

    /// <summary>Whether nothing of it is left to do.</summary>
    public bool IsFinal => Final == Expected || (IsGivenUp && Final == Planned);

    /// <summary>Whether more elements of a <c>foreach</c> failed than it tolerates: no further one is begun.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>Whether all of it was skipped.</summary>
    public bool IsSkipped => Skipped == Expected;

    /// <summary>Whether more of it failed than it tolerates.</summary>
    public bool Failed(StepDefinition step) => Failures > (step.ForEach is null ? 0 : step.Tolerate.Of(Expected));

    /// <summary>The count after one more task became final.</summary>
    public StepCount With(StepDefinition step, Resolution resolution, bool hasOutput = false)
    {
        var next = this with
        {
            Final = Final + 1,
            Failures = Failures + (IsFailure(step, resolution) ? 1 : 0),
            Skipped = Skipped + (resolution == Resolution.Skipped && !hasOutput ? 1 : 0),
        };
        return step.ForEach is not null && next.Failed(step) ? next with { IsGivenUp = true } : next;
    }

    /// <summary>The count before a task became final that is not final any more.</summary>
    public StepCount Without(StepDefinition step, Resolution resolution, bool hadOutput)
    {
        var next = this with
        {
            Final = Final - 1,
            Failures = Failures - (IsFailure(step, resolution) ? 1 : 0),
            Skipped = Skipped - (resolution == Resolution.Skipped && !hadOutput ? 1 : 0),
        };
        return next with { IsGivenUp = step.ForEach is not null && next.Failed(step) };
    }

    /// <summary>Whether a task that ended so counts as a failure of its step.</summary>
    public static bool IsFailure(StepDefinition step, Resolution resolution) => resolution switch
    {
        Resolution.Succeeded or Resolution.Approved or Resolution.Amended or Resolution.Skipped => false,
        Resolution.Error or Resolution.TimedOut => step.OnFailure != FailureRule.Continue,
        Resolution.Rejected => step.Review?.OnReject != RejectRule.Continue,
        Resolution.Cancelled => true,
    };
}
