using System.Text.Json;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What the planner wants done.</summary>
public sealed record Plan
{
    /// <summary>Tasks to make, in order.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>Elements of every <c>foreach</c> that this plan begins, by step.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> Unfolded { get; init; }

    /// <summary>Whether unfinished tasks of the run are to be cancelled, because it fails fast; those of <see cref="Spared"/> steps go on.</summary>
    public bool CancelOthers { get; init; }

    /// <summary>Steps that run whatever fails (<c>if: always()</c>).</summary>
    public IReadOnlySet<string> Spared { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How the run ends, or null where it goes on.</summary>
    public RunTrigger? End { get; init; }

    /// <summary>The step whose failure nothing handles, or null.</summary>
    public string? FailedStep { get; init; }
}

/// <summary>One task to make.</summary>
/// <param name="StepId">Its step.</param>
/// <param name="Index">Its place in a <c>foreach</c>, or -1.</param>
/// <param name="Item">Its element, or null.</param>
/// <param name="Action">What to do with it at once.</param>
public sealed record PlannedTask(string StepId, int Index, JsonElement? Item, PlannedAction Action)
{
    /// <summary>From when it may run (<c>delay</c>), or null for now.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What a person is asked; set where the action is Ask.</summary>
    public ReviewRequest? Request { get; init; }

    /// <summary>Why it can't run: it fails when it is claimed.</summary>
    public TaskError? Error { get; init; }
}

/// <summary>What to do with a new task.</summary>
public enum PlannedAction
{
    /// <summary>Let an executor claim it when it is due.</summary>
    Run,

    /// <summary>Complete it as skipped.</summary>
    Skip,

    /// <summary>Ask a person first.</summary>
    Ask,
}
