using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Ui;

/// <summary>A state as people see it: a word, a tone and an icon, the same on every page.</summary>
public sealed record Status(string Word, Tone Tone, string Icon)
{
    public static Status Of(RunState state) => state switch
    {
        RunState.Running => new("Running", Tone.Active, "play"),
        RunState.Paused => new("Paused", Tone.Warning, "pause"),
        RunState.Completed => new("Completed", Tone.Good, "check"),
        RunState.Failed => new("Failed", Tone.Bad, "cross"),
        RunState.Cancelled => new("Cancelled", Tone.Neutral, "stop"),
    };

    /// <param name="state">The task's state.</param>
    /// <param name="resolution">How it ended; null while it has not.</param>
    public static Status Of(TaskState state, Resolution? resolution = null) => resolution is { } how ? Of(how) : state switch
    {
        TaskState.Pending => new("Pending", Tone.Neutral, "clock"),
        TaskState.Running => new("Running", Tone.Active, "play"),
        TaskState.AwaitingReview => new("Awaiting review", Tone.Waiting, "person"),
        TaskState.Completed => new("Completed", Tone.Good, "check"),
        TaskState.Failed => new("Failed", Tone.Bad, "cross"),
    };

    public static Status Of(Resolution resolution) => resolution switch
    {
        Resolution.Succeeded => new("Succeeded", Tone.Good, "check"),
        Resolution.Approved => new("Approved", Tone.Good, "check"),
        Resolution.Amended => new("Amended", Tone.Good, "pencil"),
        Resolution.Skipped => new("Skipped", Tone.Neutral, "skip"),
        Resolution.Error => new("Error", Tone.Bad, "alert"),
        Resolution.Rejected => new("Rejected", Tone.Bad, "cross"),
        Resolution.TimedOut => new("Timed out", Tone.Bad, "clock"),
        Resolution.Cancelled => new("Cancelled", Tone.Neutral, "stop"),
    };

    public static Status Of(ReviewState state) => state switch
    {
        ReviewState.Open => new("Open", Tone.Waiting, "person"),
        ReviewState.Staged => new("Staged", Tone.Active, "clock"),
        ReviewState.Decided => new("Decided", Tone.Good, "check"),
        ReviewState.Withdrawn => new("Withdrawn", Tone.Neutral, "dash"),
    };
}
