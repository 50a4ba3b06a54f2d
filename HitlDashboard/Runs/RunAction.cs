using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Runs;

/// <summary>What a person may do with a run.</summary>
/// <param name="Trigger">What happens.</param>
/// <param name="Word">The button.</param>
/// <param name="Icon">Its icon.</param>
/// <param name="Question">Asked before it is done; null does it at once.</param>
/// <param name="Verb">The confirming button.</param>
/// <param name="Keep">The other button.</param>
/// <param name="IsDangerous">Whether it takes something away.</param>
internal sealed record RunAction(
    RunTrigger Trigger, string Word, string Icon, string? Question = null, string Verb = "", string Keep = "Keep", bool IsDangerous = false)
{
    private static readonly RunAction[] All =
    [
        new(RunTrigger.Resume, "Resume", "play"),
        new(RunTrigger.Pause, "Pause", "pause", "Pause this run? What runs now may finish; nothing new starts.", "Pause", "Keep running"),
        new(RunTrigger.Cancel, "Cancel run", "stop", "Cancel this run for good? Running steps are stopped and open reviews withdrawn.", "Cancel the run", "Keep it", IsDangerous: true),
    ];

    public static IEnumerable<RunAction> For(RunState state) => All.Where(action => RunTransitions.Next(state, action.Trigger) is not null);
}
