using System.Text.Json;

namespace HitlDashboard.Engine.Definitions;

/// <summary>One step of a workflow.</summary>
public sealed record StepDefinition
{
    /// <summary>Unique in the file: a letter, then letters, digits, <c>_</c> or <c>-</c>, at most 64.</summary>
    public required string Id { get; init; }

    /// <summary>Shown to people; the id where the file gives none.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of step: a name in <see cref="StepKinds"/>, or <c>expand</c>.</summary>
    public required string Uses { get; init; }

    /// <summary>What the activity gets, with templates compiled. An object; empty where the file gives none.</summary>
    public required ValueTemplate With { get; init; }

    /// <summary>Where the steps come from that this one adds to the run; null for every other kind.</summary>
    public ExpandDefinition? Expand { get; init; }

    /// <summary>The expanding step whose plan has this step; null where it stands in the file.</summary>
    public string? PlannedBy { get; init; }

    /// <summary>Steps that must be final before this one is planned; the step above where the file gives none.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>How many needs must be final: null means all.</summary>
    public int? Join { get; init; }

    /// <summary>False means Skipped; null means yes.</summary>
    public Condition? If { get; init; }

    /// <summary>A list; the step then has one task per element. Null means one task.</summary>
    public ValueTemplate? ForEach { get; init; }

    /// <summary>How many tasks of a <see cref="ForEach"/> may be unfinished at once, 1 to 1,000; null means all.</summary>
    public int? MaxParallel { get; init; }

    /// <summary>How many tasks of a <see cref="ForEach"/> may fail.</summary>
    public Tolerance Tolerate { get; init; } = Tolerance.None;

    /// <summary>Attempts and backoff.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>The longest one attempt may take; null means 10 minutes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The longest the task may take in all: attempts, waits and reviews, from when it was planned. Then it fails as TimedOut. Null means no limit.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Locks that are taken before the first attempt, in this order (by name), and kept until the task is final.</summary>
    public IReadOnlyList<ResourceClaim> Resources { get; init; } = [];

    /// <summary>How many tasks of a group may run at once, in all runs; null means no limit. A place is kept only while the task runs.</summary>
    public ConcurrencyLimit? Concurrency { get; init; }

    /// <summary>What an exhausted failure does to the run.</summary>
    public FailureRule OnFailure { get; init; } = FailureRule.Fail;

    /// <summary>The handoff contract: JSON Schema of the output, or null.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>When and how a person is asked, or null for never.</summary>
    public ReviewDefinition? Review { get; init; }

    /// <summary>Shown on the run's progress when the step is done, or null.</summary>
    public string? Milestone { get; init; }

    /// <summary>Higher goes first, -100 to 100, default 0.</summary>
    public int Priority { get; init; }
}

/// <summary>Steps that are planned at run time.</summary>
/// <param name="Steps">A list of step objects.</param>
/// <param name="Kinds">What <c>uses</c> may name in it.</param>
public sealed record ExpandDefinition(ValueTemplate Steps, IReadOnlyList<string> Kinds)
{
    /// <summary>Kinds that leave nothing behind outside the run.</summary>
    public static IReadOnlyList<string> Harmless { get; } = ["set", "delay", "human", "llm"];
}

/// <summary>What an exhausted failure does.</summary>
public enum FailureRule
{
    /// <summary>The run fails.</summary>
    Fail,

    /// <summary>The run goes on; the output is null and <c>steps.id.error</c> says why.</summary>
    Continue,

    /// <summary>A person decides.</summary>
    Review,
}

/// <summary>How many tasks of a <c>foreach</c> may fail before the step does.</summary>
/// <param name="Count">An absolute number, or null.</param>
/// <param name="Percent">A share of the tasks, 0 to 100, or null.</param>
public sealed record Tolerance(int? Count, double? Percent)
{
    /// <summary>None may fail.</summary>
    public static Tolerance None { get; } = new(0, null);

    /// <summary>How many of <paramref name="total"/> may fail, rounded down.</summary>
    public int Of(int total) => Count ?? (int)Math.Floor(total * (Percent ?? 0) / 100);
}
