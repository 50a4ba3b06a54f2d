using HitlDashboard.Ui;

namespace HitlDashboard.Graph;

/// <summary>What a step shows of a run.</summary>
/// <param name="Status">Its state as people see it.</param>
/// <param name="Attempt">The attempt, shown from 2 on.</param>
/// <param name="Round">The round, shown from 2 on.</param>
/// <param name="Count">"7 of 12" for a step with many tasks, or null.</param>
/// <param name="IsDone">Whether all its tasks are final.</param>
public sealed record StepFace(Status Status, int Attempt = 0, int Round = 1, string? Count = null, bool IsDone = false)
{
    /// <summary>A step that has no task yet.</summary>
    public static StepFace None { get; } = new(new Status("Not started", Tone.Neutral, "dash"));

    /// <summary>What stands beside the state, or null.</summary>
    public string? Note => (Count, Attempt, Round) switch
    {
        ({ } count, _, _) => count,
        (_, _, > 1) => $"round {Round}",
        (_, > 1, _) => $"attempt {Attempt}",
        _ => null,
    };
}
