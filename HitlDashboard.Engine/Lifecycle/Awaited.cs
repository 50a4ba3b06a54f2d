using System.Text.Json;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What a <c>signal</c> or <c>workflow</c> task waits for, and what came. A task that was not asked to wait yet has none.</summary>
public sealed record Awaited
{
    /// <summary>The signal's name, or null where it waits for a run.</summary>
    public string? Signal { get; init; }

    /// <summary>JSON Schema of the signal's payload, or null where anything is taken.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>The run that it started, or null where it waits for a signal or none could be started.</summary>
    public RunId? Run { get; init; }

    /// <summary>What came, or null while it waits.</summary>
    public AwaitedAnswer? Answer { get; init; }
}

/// <summary>What a waiting task was given.</summary>
/// <param name="Value">The step's output; null stands for JSON null.</param>
/// <param name="Error">Why there is none, or null where it went well.</param>
public sealed record AwaitedAnswer(JsonElement? Value, TaskError? Error = null);
