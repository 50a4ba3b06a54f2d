using System.Text.Json;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What a run's templates and conditions can read: an immutable picture of the run at one moment.</summary>
public sealed record RunValues
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>Who started it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Its state.</summary>
    public required RunState State { get; init; }

    /// <summary>Its input.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The folder of the workflow's published files, or null where there is none.</summary>
    public string? Folder { get; init; }

    /// <summary>The steps that are final.</summary>
    public required IReadOnlyDictionary<string, StepValue> Steps { get; init; }

    /// <summary>What happened before the run last went back.</summary>
    public RunPast Past { get; init; } = RunPast.None;

    /// <summary>The scope for one task (or for the run itself where all are left out).</summary>
    /// <param name="now">What <c>now</c> gives.</param>
    /// <param name="task">What belongs to the task.</param>
    /// <param name="secret">What a secret's name gives; null where secrets may not be read.</param>
    public ValueScope Scope(DateTimeOffset now, TaskValues? task = null, Func<string, string?>? secret = null) => new()
    {
        Root = name => name switch
        {
            "input" => Input,
            "run" => RunRoot(),
            "now" => EngineJson.From(now),
            _ => task?.Root(name),
        },
        Step = id => Steps.TryGetValue(id, out var step) ? step.Json : Past.Steps.GetValueOrDefault(id)?.Json,
        StepIds = [.. Steps.Keys],
        Secret = secret,
    };

    private JsonElement RunRoot() => EngineJson.From(new { id = RunId.ToString(), workflow = Workflow, startedBy = StartedBy, state = State, folder = Folder });
}

/// <summary>What belongs to one task.</summary>
/// <param name="Item">The element of a <c>foreach</c>.</param>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Round">From 1.</param>
/// <param name="Feedback">What the last reviewer said.</param>
/// <param name="Output">The output under review.</param>
public sealed record TaskValues(JsonElement? Item, int Index, int Round, string? Feedback, JsonElement? Output = null)
{
    internal JsonElement? Root(string name) => name switch
    {
        "item" => Item,
        "index" => Index >= 0 ? JsonSerializer.SerializeToElement(Index) : null,
        "round" => JsonSerializer.SerializeToElement(Round),
        "feedback" => Feedback is null ? null : JsonSerializer.SerializeToElement(Feedback),
        "output" => Output,
        _ => null,
    };
}

/// <summary>What a final step left behind.</summary>
/// <param name="State">Completed or Failed.</param>
/// <param name="Resolution">How it ended.</param>
/// <param name="Output">Its output; a list for a <c>foreach</c>; null where it has none.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Feedback">What the last reviewer said, or null.</param>
public sealed record StepValue(TaskState State, Resolution Resolution, JsonElement? Output, TaskError? Error, string? Feedback)
{
    internal JsonElement Json => _json ??= EngineJson.From(new
    {
        output = Output ?? EngineJson.Null,
        state = State,
        resolution = Resolution,
        error = Error,
        feedback = Feedback,
    });

    private JsonElement? _json;
}
